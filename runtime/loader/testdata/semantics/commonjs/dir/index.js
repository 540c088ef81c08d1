exports.where = 'index';
