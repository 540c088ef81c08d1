exports.x = 1;
exports.list = [1, 2];
