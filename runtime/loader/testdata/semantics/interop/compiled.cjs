Object.defineProperty(exports, '__esModule', { value: true });
exports.default = 'D';
exports.y = 2;
