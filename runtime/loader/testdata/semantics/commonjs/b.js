const a = require('./a');
exports.sawA = 'b saw ' + a.name + ' ' + a.done;
