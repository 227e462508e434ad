"""The scripts that let a shell ask `itsmctl _complete` what may come next; all knowledge is there, none here."""

__all__ = ["SCRIPTS"]

BASH = r"""# completion of itsmctl for bash: itsmctl completion bash
_itsmctl() {
  local IFS=$'\n'
  COMPREPLY=($(itsmctl _complete bash "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  # More of the word follows after these: no space.
  [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=.:/] ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -o default -F _itsmctl itsmctl
"""

ZSH = r"""#compdef itsmctl
# completion of itsmctl for zsh: itsmctl completion zsh
_itsmctl() {
  local -a found open
  found=("${(@f)$(itsmctl _complete zsh "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  found=(${found:#})
  # More of the word follows after these: no space.
  open=(${(M)found:#*[=.:/]})
  found=(${found:#*[=.:/]})
  (( ${#open} + ${#found} )) || { _files; return }
  (( ${#open} )) && compadd -S '' -- $open
  (( ${#found} )) && compadd -- $found
}
if [ "$funcstack[1]" = "_itsmctl" ]; then _itsmctl "$@"; else compdef _itsmctl itsmctl; fi
"""

FISH = r"""# completion of itsmctl for fish: itsmctl completion fish
complete -c itsmctl -a '(itsmctl _complete fish (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
