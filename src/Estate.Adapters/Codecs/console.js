// A console that says nothing.
(function () {
  'use strict';
  const silent = function () {};
  return { log: silent, info: silent, warn: silent, error: silent, debug: silent, trace: silent, table: silent, dir: silent };
})();
