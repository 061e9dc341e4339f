package org.loupe.cascade;

/** Chooses the inner loop: vectors if the running Java has the module, otherwise plain Java. */
final class StageKernels {

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String VECTOR_KERNEL = "org.loupe.cascade.simd.VectorKernel";

  private static final StageKernel BEST = choose();

  private StageKernels() {}

  static StageKernel best() {
    return BEST;
  }

  private static StageKernel choose() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return new PlainKernel();
    }
    // By name: the class would not even load without the module.
    try {
      return (StageKernel) Class.forName(VECTOR_KERNEL).getMethod("create").invoke(null);
    } catch (ReflectiveOperationException | LinkageError e) {
      return new PlainKernel();
    }
  }
}
