"""The verbs of the command line, in the order of the help; each is a module ``<verb>_verb`` beside this one."""

__all__ = ["VERBS"]

VERBS = {
    "validate": "report what is wrong with the records",
    "list": "list the records of a kind",
    "show": "show one record: its fields, links and what needs it",
    "new": "write a new record from its template, with the next free id",
    "impact": "say what a loss takes down, and why",
    "spof": "rank the records whose loss alone takes a service down",
    "cutsets": "find the smallest sets of records whose joint loss takes a service down",
    "whatif": "edit the records in mind, then ask; nothing is written",
    "replay": "replay recorded incidents on another graph: which outages it would have spared",
    "blame": "rank what is most likely to blame for an incident, recent changes first",
    "kedb": "find the known errors that fit an incident or words, with their workarounds",
    "graph": "draw what depends on what",
    "gate": "judge a pull request: approve, refuse with reasons, or say who must approve",
    "kpi": "reckon the key performance indicators from records and history",
    "history": "show how a record came to be what it is",
    "import": "turn another system's log into records with their history",
    "render": "write the knowledge site's pages as Markdown",
    "build": "render the site and build its HTML",
    "init": "start a new repository of records",
    "upgrade": "bring what init wrote to what the package ships now",
    "schema": "list the kinds, or show the fields of one",
    "explain": "explain a rule: why it is there, wrong, right, and how to mend it",
    "completion": "print the completion script for a shell",
}
