// Stops with a clear sentence on a Node that is too old. Written in old words, so that an old Node can read it.
const wanted = [20, 19];
const have = process.versions.node.split('.').map(Number);

if (have[0] < wanted[0] || (have[0] === wanted[0] && have[1] < wanted[1])) {
  console.error(
    'Cordboard needs Node ' +
      wanted.join('.') +
      ' or newer; this is Node ' +
      process.versions.node +
      '. See https://nodejs.org',
  );
  process.exit(1);
}
