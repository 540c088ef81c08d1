// expect: timeout
label: for (;;) { try { throw 1; } catch { continue label; } finally { try { for (let i = 0; i < 1e9; i++); } finally { continue label; } } }
