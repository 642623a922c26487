// Interactive maps (design/interactive.py). The server decides what is shown and in which colours; this places it.
// Words enter the page as text only. Whoever adds to a map listens to its events: "livemap:frame", "livemap:loaded";
// and sends it "livemap:reload".
(() => {
  const SVG = "http://www.w3.org/2000/svg", MOST_NAMES = 24, LINE = "#5b6c76", CHOSEN = "#b3570a", NONE = "url(#live-map-none)";

  function begin(root) {
    const settings = JSON.parse(root.dataset.settings);
    const said = root.querySelector("[data-said]");
    const board = root.querySelector("[data-board]");
    const map = L.map(board, {attributionControl: false, zoomControl: false, minZoom: 3, maxZoom: 19,
      scrollWheelZoom: false, zoomSnap: 0.25, fadeAnimation: false, renderer: L.svg({padding: 0})});
    L.control.zoom({position: "bottomright", zoomInTitle: settings.words.closer, zoomOutTitle: settings.words.farther}).addTo(map);
    board.querySelectorAll(".leaflet-control-zoom a").forEach((button, place) => button.replaceChildren(sign(place)));
    L.control.scale({imperial: false}).addTo(map);
    // A wheel scrolls the page until the map has been entered.
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("zoomend", () => spread(state));
    map.on("blur", () => map.scrollWheelZoom.disable());
    const state = {settings, said, map, root, frame: settings.frame, placed: [], groups: {}, seen: false, etag: ""};
    layers(state);
    slider(state);
    load(state);
    root.addEventListener("livemap:reload", () => load(state));
    if (settings.every) setInterval(() => document.hidden || load(state), settings.every * 1000);
  }

  function sign(place) {
    const drawing = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    path.setAttribute("d", place ? "M4 12h16" : "M4 12h16M12 4v16");
    drawing.append(path);
    return drawing;
  }

  async function load(state) {
    const {settings} = state;
    try {
      const answer = await fetch(settings.url, {headers: state.etag ? {"If-None-Match": state.etag} : {}});
      if (answer.status === 304 || answer.status === 204) return;
      if (!answer.ok) throw new Error(answer.status);
      state.etag = answer.headers.get("ETag") || "";
      const known = state.seen, collection = await answer.json();
      place(state, collection);
      if (known) state.said.textContent = [settings.words.fresh, collection.told].filter(Boolean).join(" ");
      state.root.dispatchEvent(new CustomEvent("livemap:loaded", {bubbles: true}));
    } catch (error) {
      if (!state.seen) state.said.textContent = settings.words.failed;
    }
  }

  function place(state, collection) {
    Object.values(state.groups).forEach((group) => group.clearLayers());
    state.placed = [];
    for (const feature of collection.features || []) {
      const name = feature.properties.layer || state.settings.layers[0] || "";
      const drawn = L.geoJSON(feature, {
        pointToLayer: (_, where) => L.circleMarker(where, {radius: feature.properties.radius || 6}),
      });
      drawn.eachLayer((layer) => state.placed.push({feature, layer}));
      group(state, name).addLayer(drawn);
    }
    paint(state);
    label(state);
    if (!state.seen) arrive(state);
  }

  // Names on the map where they are few; they are said by each area in any case.
  function label(state) {
    const named = state.placed.filter(({feature}) => feature.properties.name);
    if (named.length > MOST_NAMES) return;
    for (const {feature, layer} of named) {
      const name = document.createElement("span");
      name.textContent = feature.properties.name;
      name.setAttribute("aria-hidden", "true");
      // No hint that comes and goes: a name that stands, and which the area itself says already.
      layer.on("tooltipopen", (event) => event.tooltip.getElement().removeAttribute("role"));
      layer.bindTooltip(name, {permanent: true, direction: "center", className: "map-name", interactive: false});
    }
  }

  // No name over another, none wider than its area: the widest areas first, anew at every zoom.
  function spread(state) {
    const taken = [], wide = ({layer}) => {
      const box = layer.getElement() && layer.getElement().getBoundingClientRect();
      return box ? box.width : 0;
    };
    const named = state.placed.filter(({layer}) => layer.getTooltip && layer.getTooltip());
    for (const one of named.sort((a, b) => wide(b) - wide(a))) {
      const element = one.layer.getTooltip().getElement();
      if (!element) continue;
      element.hidden = false;
      const box = element.getBoundingClientRect();
      const over = (other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
      element.hidden = box.width > wide(one) || taken.some(over);
      if (!element.hidden) taken.push(box);
    }
  }

  function arrive(state) {
    const bounds = L.latLngBounds([]);
    state.placed.forEach(({layer}) => bounds.extend(layer.getBounds ? layer.getBounds() : layer.getLatLng()));
    state.said.textContent = bounds.isValid() ? state.settings.words.ready : state.settings.words.empty;
    if (!bounds.isValid()) return;
    state.map.fitBounds(bounds, {padding: [12, 12], animate: false});
    state.map.setMaxBounds(bounds.pad(0.6));
    state.seen = true;
    paint(state);  // Only now is there something on the page that can be named.
    spread(state);
  }

  function group(state, name) {
    if (!state.groups[name]) {
      state.groups[name] = L.featureGroup();
      if (!state.settings.hidden.includes(name)) state.groups[name].addTo(state.map);
    }
    return state.groups[name];
  }

  function now(state, feature) {
    const frame = state.settings.frames[state.frame];
    const own = frame && (feature.properties.frames || {})[frame.id];
    return own ? {...feature.properties, ...own} : feature.properties;
  }

  function paint(state) {
    for (const {feature, layer} of state.placed) {
      const shown = now(state, feature), absent = shown.shown === false, point = feature.geometry.type === "Point";
      const known = shown.fill !== null && shown.fill !== undefined;
      layer.setStyle({
        color: shown.line || LINE, weight: absent ? 0 : 1, dashArray: null,
        opacity: absent ? 0 : 1, fillColor: known ? shown.fill : NONE, fillOpacity: absent ? 0 : known ? (point ? 0.75 : 0.85) : 1,
      });
      if (point && shown.radius) layer.setRadius(shown.radius);
      name(state, feature, layer, shown, absent);
    }
  }

  // Each feature answers to mouse, finger and keyboard alike.
  function name(state, feature, layer, shown, absent) {
    const element = layer.getElement && layer.getElement();
    if (!element) return;
    element.setAttribute("tabindex", absent ? "-1" : "0");
    element.setAttribute("role", shown.href ? "link" : "img");
    element.setAttribute("aria-label", shown.told || "");
    if (layer.named) return;
    layer.named = true;
    const choose = () => chosen(state, feature, layer);
    const follow = () => { const {href} = now(state, feature); if (href) location.assign(href); };
    const leave = () => { layer.setStyle({color: now(state, feature).line || LINE, weight: 1}); };
    layer.on({mouseover: choose, mouseout: leave});
    layer.on("click", () => { if (state.chosen === layer && state.clicked) follow(); choose(); state.clicked = true; });
    element.addEventListener("focus", choose);
    element.addEventListener("blur", leave);
    element.addEventListener("keydown", (event) => { if (event.key === "Enter") follow(); });
  }

  function chosen(state, feature, layer) {
    const shown = now(state, feature);
    if (shown.shown === false) return;
    if (state.chosen !== layer) state.clicked = false;
    state.chosen = layer;
    layer.setStyle({color: CHOSEN, weight: 3});
    if (layer.bringToFront && feature.geometry.type === "Point") layer.bringToFront();
    state.said.replaceChildren(document.createTextNode(shown.told || ""));
    if (shown.href) {
      const link = document.createElement("a");
      link.href = shown.href;
      link.textContent = state.settings.words.follow;
      state.said.append(" ", link);
    }
  }

  function layers(state) {
    state.root.querySelectorAll("[data-layer]").forEach((box) => {
      group(state, box.dataset.layer);
      box.addEventListener("change", () => {
        const one = group(state, box.dataset.layer);
        if (box.checked) one.addTo(state.map); else one.remove();
        paint(state);
      });
    });
  }

  function slider(state) {
    const line = state.root.querySelector("[data-slider]");
    if (!line) return;
    const told = state.root.querySelector("[data-frame]");
    const go = (place) => {
      state.frame = Math.min(Math.max(place, 0), state.settings.frames.length - 1);
      line.value = state.frame;
      told.textContent = state.settings.frames[state.frame].label;
      line.setAttribute("aria-valuetext", told.textContent);
      paint(state);
      if (state.chosen) {
        const one = state.placed.find(({layer}) => layer === state.chosen);
        if (one) chosen(state, one.feature, one.layer);
      }
      const detail = state.settings.frames[state.frame];
      state.root.dispatchEvent(new CustomEvent("livemap:frame", {bubbles: true, detail}));
    };
    line.addEventListener("input", () => go(Number(line.value)));
    state.root.querySelectorAll("[data-step]").forEach((button) =>
      button.addEventListener("click", () => go(state.frame + Number(button.dataset.step))));
    go(state.frame);
  }

  const all = () => document.querySelectorAll("[data-live-map]:not([data-begun])").forEach((root) => {
    root.dataset.begun = "yes";
    begin(root);
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
  document.addEventListener("htmx:load", all);
})();
