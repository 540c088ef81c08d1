throw new Error('thrown by the module');
