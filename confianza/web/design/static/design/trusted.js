// htmx writes answers of this server into the page. The policy of every page asks who vouches for such a text;
// this does, and for nothing that could run: no script, no handler, no address that runs.
if (window.trustedTypes && !trustedTypes.defaultPolicy) {
  const runs = /<script|<[^>]*\son\w+\s*=|script:/i;
  trustedTypes.createPolicy("default", { createHTML: (text) => (runs.test(text) ? null : text) });
}
