declare module "lariat:worker" {
}
