exports.main = 'entry';
