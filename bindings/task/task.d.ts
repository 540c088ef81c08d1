declare module "lariat:task" {}
