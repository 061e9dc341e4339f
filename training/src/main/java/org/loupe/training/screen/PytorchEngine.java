package org.loupe.training.screen;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.io.IOException;
import java.nio.file.Path;

/** Brings up PyTorch, which only training needs. */
public final class PytorchEngine {

  private PytorchEngine() {}

  /**
   * Loads PyTorch's libraries; nothing is downloaded.
   *
   * <p>The first call of a process settles the folder. PyTorch works with one thread a network: a
   * second one hardly helps with networks as small as these, and the result would depend on it.
   *
   * @param unpacked folder where the libraries are unpacked, once
   * @return what was loaded, in words
   * @throws IOException if the libraries are not on the class path or do not load here
   */
  public static String start(Path unpacked) throws IOException {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ENGINE_CACHE_DIR", unpacked.toString());
    System.setProperty("DJL_CACHE_DIR", unpacked.toString());
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    try {
      Engine engine = Engine.getEngine("PyTorch");
      return "PyTorch " + engine.getVersion();
    } catch (EngineException | IllegalArgumentException | UnsatisfiedLinkError e) {
      throw new IOException(
          "PyTorch, which trains the network, is not there or does not load ("
              + e.getMessage()
              + "); start Loupe by its launcher, which fetches it once",
          e);
    }
  }
}
