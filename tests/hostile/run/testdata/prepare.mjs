// expect: error
Error.prepareStackTrace = (e, s) => { throw new Error(String(e.stack)); }; const f = () => { try { throw new Error("x"); } catch (e) { return e.stack + f(); } }; f();
