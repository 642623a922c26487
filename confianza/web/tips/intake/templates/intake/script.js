"use strict";
(function () {
  // Escape, twice within a second, leaves as the button does.
  var last = 0;
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" && event.key !== "Esc") return;
    var now = Date.now();
    if (now - last < 1000) document.getElementById("exit").click();
    last = now;
  });
  // A form is sent once, however often somebody presses.
  document.addEventListener("submit", function (event) {
    if (event.target.sent) event.preventDefault();
    event.target.sent = true;
  });
  window.addEventListener("pageshow", function () {
    Array.prototype.forEach.call(document.forms, function (form) { form.sent = false; });
  });
  // The work that lets the form pass without waiting: SHA-256 (FIPS 180-4) until enough zero bits come.
  var field = document.getElementById("work");
  if (!field || typeof Uint32Array === "undefined") return;
  var nonce = field.getAttribute("data-nonce"), bits = +field.getAttribute("data-bits"), K = [], H0 = [], n = 0;
  for (var c = 2; n < 64; c++) {
    var prime = true;
    for (var d = 2; d * d <= c; d++) if (c % d === 0) prime = false;
    if (!prime) continue;
    if (n < 8) H0[n] = (Math.pow(c, 1 / 2) * 4294967296) | 0;
    K[n++] = (Math.pow(c, 1 / 3) * 4294967296) | 0;
  }
  var w = new Int32Array(64);
  function top(text) {
    var i, length = text.length;
    for (i = 0; i < 16; i++) w[i] = 0;
    for (i = 0; i < length; i++) w[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
    w[length >> 2] |= 128 << (24 - 8 * (length & 3));
    w[15] = length * 8;
    for (i = 16; i < 64; i++) {
      var p = w[i - 15], q = w[i - 2];
      w[i] = (w[i - 16] + ((p >>> 7 | p << 25) ^ (p >>> 18 | p << 14) ^ p >>> 3) + w[i - 7]
        + ((q >>> 17 | q << 15) ^ (q >>> 19 | q << 13) ^ q >>> 10)) | 0;
    }
    var a = H0[0], b = H0[1], e2 = H0[2], f = H0[3], e = H0[4], g = H0[5], h = H0[6], k = H0[7];
    for (i = 0; i < 64; i++) {
      var t = (k + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + ((e & g) ^ (~e & h)) + K[i] + w[i]) | 0;
      var u = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + ((a & b) ^ (a & e2) ^ (b & e2))) | 0;
      k = h; h = g; g = e; e = (f + t) | 0; f = e2; e2 = b; b = a; a = (t + u) | 0;
    }
    return (H0[0] + a) >>> 0;
  }
  var tried = 0;
  (function some() {
    var until = Date.now() + 25;
    while (Date.now() < until) {
      for (var i = 0; i < 64; i++, tried++) {
        if (top(nonce + ":" + tried) >>> (32 - bits) === 0) { field.value = tried; return; }
      }
    }
    setTimeout(some, 5);
  })();
})();
