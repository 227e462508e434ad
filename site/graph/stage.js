// Moving over the picture: drag, wheel, pinch, keys; and the way from one box to the next.
const stage = (() => {
  "use strict";

  // Let a picture of some size be moved and zoomed within the SVG; `around` keeps a point in the middle.
  function pilot(svg) {
    let size = { width: 1, height: 1 }, at = { x: 0, y: 0, scale: 1 };
    const room = () => ({ width: svg.clientWidth || 800, height: svg.clientHeight || 600 });

    function apply() {
      const { width, height } = room();
      svg.setAttribute("viewBox", `${at.x} ${at.y} ${width / at.scale} ${height / at.scale}`);
    }

    function whole(least = 0, middle = null) {
      const { width, height } = room();
      const scale = Math.max(least, Math.min(width / size.width, height / size.height, 1.25));
      const fits = scale * size.width <= width + 1, low = scale * size.height <= height + 1;
      const x = fits || !middle ? size.width / 2 : Math.min(Math.max(middle.x, width / scale / 2), size.width - width / scale / 2);
      const y = low || !middle ? size.height / 2 : Math.min(Math.max(middle.y, height / scale / 2), size.height - height / scale / 2);
      at = { x: x - width / scale / 2, y: y - height / scale / 2, scale };
      apply();
    }

    function zoom(factor, x = room().width / 2, y = room().height / 2) {
      const scale = Math.min(4, Math.max(0.04, at.scale * factor));
      at = { x: at.x + x / at.scale - x / scale, y: at.y + y / at.scale - y / scale, scale };
      apply();
    }

    function shift(dx, dy) {
      at = { ...at, x: at.x - dx / at.scale, y: at.y - dy / at.scale };
      apply();
    }

    // Bring a box into sight.
    function seek(one) {
      const { width, height } = room(), w = width / at.scale, h = height / at.scale;
      const inside = one.x - one.width / 2 > at.x && one.x + one.width / 2 < at.x + w && one.y - 22 > at.y && one.y + 22 < at.y + h;
      if (!inside) { at = { ...at, x: one.x - w / 2, y: one.y - h / 2 }; apply(); }
    }

    listen(svg, zoom, shift);
    return { resize(given) { size = given; }, whole, zoom, seek, apply };
  }

  function listen(svg, zoom, shift) {
    const fingers = new Map();
    let moved = 0;
    svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      const { left, top } = svg.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 400), event.clientX - left, event.clientY - top);
    }, { passive: false });
    svg.addEventListener("pointerdown", (event) => { fingers.set(event.pointerId, event); moved = 0; });
    svg.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const others = [...fingers.values()].filter((finger) => finger.pointerId !== event.pointerId);
      if (others.length > 0) {
        const span = (finger) => Math.hypot(finger.clientX - others[0].clientX, finger.clientY - others[0].clientY);
        const { left, top } = svg.getBoundingClientRect();
        if (span(before) > 0) zoom(span(event) / span(before), (event.clientX + others[0].clientX) / 2 - left, (event.clientY + others[0].clientY) / 2 - top);
      } else shift(event.clientX - before.clientX, event.clientY - before.clientY);
      moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
      if (moved > 6) svg.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, event);
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
    // A drag that ends on a box is no click on it.
    svg.addEventListener("click", (event) => { if (moved > 6) event.stopImmediatePropagation(); }, true);
  }

  // The nearest box in the direction of an arrow key: what lies aside counts more than what lies ahead.
  function neighbour(boxes, from, key) {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    let best = null, least = Infinity;
    for (const one of boxes) {
      const ahead = (one.x - from.x) * dx + (one.y - from.y) * dy;
      const aside = Math.abs((one.x - from.x) * dy) + Math.abs((one.y - from.y) * dx);
      if (ahead > 1 && ahead + 3 * aside < least) { least = ahead + 3 * aside; best = one; }
    }
    return best;
  }

  return { pilot, neighbour };
})();
