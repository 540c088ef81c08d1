Object.defineProperty(exports, 'value', { enumerable: true, get: function () { return 42; } });
