// A resource that is set up and cleaned up asynchronously, with `await using` in place of a context manager.
//
// Guide: AsyncResource
//
// In Python this is a class with __aenter__ and __aexit__. A cancellation reaches the cleanup too, which then stops halfway;
// an error of the cleanup hides the one of the block. Here the cleanup may be shielded, and both errors are kept.
import { sleep } from "lariat:task";

class AsyncResource {
  name = "AsyncResource";

  // A constructor cannot wait, so a static method opens the resource.
  static async open() {
    const resource = new AsyncResource();
    console.log(`Acquiring ${resource.name}`);
    await sleep(10); // asynchronous setup
    return resource;
  }

  async [Symbol.asyncDispose]() {
    console.log(`Releasing ${this.name}`);
    await sleep(10); // asynchronous cleanup
  }
}

{
  await using resource = await AsyncResource.open();
  console.log(`Using ${resource.name}`);
}
console.log("Done");

// It is released when the block throws, too.
try {
  await using resource = await AsyncResource.open();
  throw new Error("it broke");
} catch (error) {
  console.log(error.message);
}

// Output:
// Acquiring AsyncResource
// Using AsyncResource
// Releasing AsyncResource
// Done
// Acquiring AsyncResource
// Releasing AsyncResource
// it broke
