package org.loupe.screen;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A network that judges patches, run by ONNX Runtime. Thread-safe; holds memory outside Java until
 * it is closed.
 *
 * <p>The network takes {@value #PATCHES} (N × channels × size × size) and {@value #SCALARS} (N ×
 * {@value PatchScaling#SCALARS}) and gives {@value #LOGIT} (N × 1) and {@value #DELTA} (N × 4: dx,
 * dy, logWidth, logHeight), all of 32-bit floats. Each call works in the calling thread alone, so
 * that callers share the processors by sharing the patches.
 */
public final class ScreenerNetwork implements AutoCloseable {

  public static final String PATCHES = "patches";
  public static final String SCALARS = "scalars";
  public static final String LOGIT = "logit";
  public static final String DELTA = "box_delta";

  private final PatchSettings settings;
  private final OrtEnvironment environment;
  private final OrtSession session;

  /** Closing waits for the calls under way, which use memory that it frees. */
  private final ReadWriteLock closing = new ReentrantReadWriteLock();

  private boolean closed;

  /**
   * Loads a network.
   *
   * @throws ScreenerFormatException if it is damaged, has other inputs or outputs, or keeps weights
   *     in other files
   */
  public ScreenerNetwork(byte[] onnx, PatchSettings settings) throws ScreenerFormatException {
    this.settings = settings;
    checkHoldsItsData(onnx);
    try {
      environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      environment.setTelemetry(false);
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        session = environment.createSession(onnx, options);
      }
    } catch (OrtException e) {
      throw new ScreenerFormatException("is not a network that ONNX Runtime can load", e);
    } catch (LinkageError e) {
      throw new ScreenerFormatException(
          "cannot be used: ONNX Runtime does not run on this system; a bare cascade does", e);
    }
    try {
      long size = settings.sizePx();
      check(session.getInputInfo(), PATCHES, settings.channels(), size, size);
      check(session.getInputInfo(), SCALARS, PatchScaling.SCALARS);
      if (session.getNumInputs() != 2) {
        throw new ScreenerFormatException(
            "needs inputs " + session.getInputNames() + "; a screener takes patches and scalars");
      }
      check(session.getOutputInfo(), LOGIT, 1);
      check(session.getOutputInfo(), DELTA, 4);
    } catch (OrtException e) {
      close();
      throw new ScreenerFormatException("does not tell its inputs and outputs", e);
    } catch (ScreenerFormatException e) {
      close();
      throw e;
    }
  }

  /**
   * Refuses tensors that lie outside the network's own bytes: ONNX would read any file that they
   * name. All of them have a "location" (onnx.proto, TensorProto.external_data).
   */
  private static void checkHoldsItsData(byte[] onnx) throws ScreenerFormatException {
    if (new String(onnx, StandardCharsets.ISO_8859_1).contains("location")) {
      throw new ScreenerFormatException(
          "keeps data in other files ('location'); export the network with its weights inside");
    }
  }

  private static void check(Map<String, NodeInfo> nodes, String name, long... shape)
      throws ScreenerFormatException {
    NodeInfo node = nodes.get(name);
    if (node == null || !(node.getInfo() instanceof TensorInfo info)) {
      throw new ScreenerFormatException(
          "has no tensor '" + name + "'; it is not a network that screens candidates");
    }
    if (info.type != OnnxJavaType.FLOAT) {
      throw new ScreenerFormatException("its '" + name + "' is of " + info.type + ", not FLOAT");
    }
    long[] found = info.getShape();
    if (found.length != shape.length + 1
        || found[0] >= 0 // a fixed number of patches
        || !Arrays.equals(Arrays.copyOfRange(found, 1, found.length), shape)) {
      throw new ScreenerFormatException(
          "its '"
              + name
              + "' has shape "
              + Arrays.toString(found)
              + ", not N x "
              + Arrays.toString(shape));
    }
  }

  /**
   * Judges patches that {@link PatchScaling} has scaled.
   *
   * @param patches one after the other
   * @param scalars one after the other
   * @return a verdict for each patch, in their order
   * @throws IllegalStateException if the network fails, gives numbers that are not finite or too
   *     few of them, or is closed
   */
  public List<Verdict> judge(float[] patches, float[] scalars) {
    int count = scalars.length / PatchScaling.SCALARS;
    if (patches.length != count * settings.samples()) {
      throw new IllegalArgumentException(
          "patches must hold " + count * settings.samples() + " samples, held " + patches.length);
    }
    if (count == 0) {
      return List.of();
    }
    closing.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the network is closed");
      }
      return run(patches, scalars, count);
    } catch (OrtException e) {
      throw new IllegalStateException("the network failed: " + e.getMessage(), e);
    } finally {
      closing.readLock().unlock();
    }
  }

  private List<Verdict> run(float[] patches, float[] scalars, int count) throws OrtException {
    long size = settings.sizePx();
    long[] shape = {count, settings.channels(), size, size};
    try (OnnxTensor in = OnnxTensor.createTensor(environment, FloatBuffer.wrap(patches), shape);
        OnnxTensor beside =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(scalars), new long[] {count, PatchScaling.SCALARS});
        OrtSession.Result result = session.run(Map.of(PATCHES, in, SCALARS, beside))) {
      return verdicts(values(result, LOGIT, count), values(result, DELTA, 4 * count));
    }
  }

  private static float[] values(OrtSession.Result result, String name, int count) {
    if (!(result.get(name).orElse(null) instanceof OnnxTensor tensor)) {
      throw new IllegalStateException("the network gave no tensor '" + name + "'");
    }
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    if (values.length != count) {
      throw new IllegalStateException(
          "the network gave " + values.length + " numbers as '" + name + "', not " + count);
    }
    return values;
  }

  private static List<Verdict> verdicts(float[] logits, float[] deltas) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      float dx = deltas[4 * i];
      float dy = deltas[4 * i + 1];
      float width = deltas[4 * i + 2];
      float height = deltas[4 * i + 3];
      if (!Float.isFinite(logits[i] + dx + dy + width + height)) {
        throw new IllegalStateException(
            "the network gave a number that is not finite; the model file is unusable");
      }
      verdicts.add(new Verdict(logits[i], new BoxDelta(dx, dy, width, height)));
    }
    return verdicts;
  }

  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the network could not be closed: " + e.getMessage(), e);
    } finally {
      closing.writeLock().unlock();
    }
  }
}
