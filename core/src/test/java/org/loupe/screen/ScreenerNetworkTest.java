package org.loupe.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenerNetworkTest {

  private static final PatchSettings PATCH = TinyNetwork.PATCH;
  private static final int SAMPLES = PATCH.samples();

  private static ScreenerNetwork load(OnnxMl.ModelProto.Builder model)
      throws ScreenerFormatException {
    return new ScreenerNetwork(model.build().toByteArray(), PATCH);
  }

  private static void assertRefused(OnnxMl.ModelProto.Builder model, String message) {
    assertThatThrownBy(() -> load(model))
        .isInstanceOf(ScreenerFormatException.class)
        .hasMessageContaining(message);
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void answersForEachPatchInItsOrder() throws ScreenerFormatException {
    byte[] onnx =
        new TinyNetwork(PATCH)
            .scalarWeights(2, 0, -1)
            .patchWeights(filled(SAMPLES, 0.5f))
            .bias(0.25f)
            .delta(0.1f, -0.2f, 0.3f, -0.4f)
            .onnx();
    float[] patches = new float[2 * SAMPLES];
    patches[SAMPLES] = 3; // the second patch's first sample
    try (ScreenerNetwork network = new ScreenerNetwork(onnx, PATCH)) {
      List<Verdict> verdicts = network.judge(patches, new float[] {1, 9, 1, 0, 9, 2});
      // 2 * 1 - 1 + 0.25 and -2 + 0.5 * 3 + 0.25: exact in binary
      assertThat(verdicts).extracting(Verdict::logit).containsExactly(1.25, -0.25);
      assertThat(verdicts.get(1).delta().dx()).isEqualTo(0.1, within(1e-7)); // 0.1 as a float
      assertThat(verdicts.get(1).delta().logHeight()).isEqualTo(-0.4, within(1e-7));
      assertThat(network.judge(new float[0], new float[0])).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage that is no protobuf", "\u0008\u0008"})
  void refusesBytesThatAreNoNetwork(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> new ScreenerNetwork(bytes, PATCH))
        .isInstanceOf(ScreenerFormatException.class);
  }

  @Test
  void refusesANetworkThatIsCutAnywhere() {
    byte[] whole = new TinyNetwork(PATCH).onnx();
    for (int part = 1; part < 20; part++) {
      byte[] cut = Arrays.copyOf(whole, whole.length * part / 20);
      assertThatThrownBy(() -> new ScreenerNetwork(cut, PATCH))
          .as("%d of 20 parts", part)
          .isInstanceOf(ScreenerFormatException.class);
    }
  }

  @Test
  void refusesOtherShapes() {
    assertRefused(new TinyNetwork(new PatchSettings(17, List.of(1.0))).model(), "'patches'");
    assertRefused(new TinyNetwork(new PatchSettings(16, List.of(1.0, 2.0))).model(), "'patches'");
    assertRefused(new TinyNetwork(PATCH).scalarWeights(1, 1, 1, 1).model(), "'scalars'");
    assertRefused(new TinyNetwork(PATCH).delta(0, 0, 0).model(), "'box_delta'");
  }

  @Test
  void refusesAFixedNumberOfPatches() {
    OnnxMl.ModelProto.Builder model = new TinyNetwork(PATCH).model();
    model
        .getGraphBuilder()
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(0)
        .setDimValue(1);
    assertRefused(model, "'patches' has shape [1, 1, 16, 16]");
  }

  @Test
  void refusesOtherNames() {
    OnnxMl.ModelProto.Builder model = new TinyNetwork(PATCH).model();
    model.getGraphBuilder().getNodeBuilder(3).setOutput(0, "score");
    model.getGraphBuilder().getOutputBuilder(0).setName("score");
    assertRefused(model, "no tensor 'logit'");
  }

  @Test
  void refusesAnInputThatNobodyWouldGive() {
    OnnxMl.ModelProto.Builder model = new TinyNetwork(PATCH).model();
    model
        .getGraphBuilder()
        .addInput(model.getGraphBuilder().getInput(1).toBuilder().setName("more"));
    assertRefused(model, "more");
  }

  @Test
  void refusesWeightsInOtherFiles() {
    OnnxMl.ModelProto.Builder model = new TinyNetwork(PATCH).model();
    model
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .clearFloatData()
        .setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
        .addExternalData(
            OnnxMl.StringStringEntryProto.newBuilder().setKey("location").setValue("pom.xml"));
    assertRefused(model, "data in other files");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void anAnswerThatIsNotFiniteIsAnError(float bad) throws ScreenerFormatException {
    byte[] logit = new TinyNetwork(PATCH).bias(bad).onnx();
    byte[] delta = new TinyNetwork(PATCH).delta(0, 0, bad, 0).onnx();
    for (byte[] onnx : List.of(logit, delta)) {
      try (ScreenerNetwork network = new ScreenerNetwork(onnx, PATCH)) {
        assertThatThrownBy(() -> network.judge(new float[SAMPLES], new float[3]))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("not finite");
      }
    }
  }

  @Test
  void refusesPatchesThatDoNotFitTheScalars() throws ScreenerFormatException {
    try (ScreenerNetwork network = new ScreenerNetwork(new TinyNetwork(PATCH).onnx(), PATCH)) {
      assertThatThrownBy(() -> network.judge(new float[SAMPLES], new float[6]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must hold 512 samples, held 256");
    }
  }

  @Test
  void closingWaitsForTheCallsUnderWay() throws ScreenerFormatException {
    for (int round = 0; round < 20; round++) {
      ScreenerNetwork network = new ScreenerNetwork(new TinyNetwork(PATCH).onnx(), PATCH);
      CompletableFuture<Void> caller =
          CompletableFuture.runAsync(
              () -> {
                while (true) {
                  try {
                    network.judge(new float[64 * SAMPLES], new float[64 * 3]);
                  } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("is closed");
                    return;
                  }
                }
              });
      network.judge(new float[SAMPLES], new float[3]);
      network.close();
      caller.join();
      assertThatCode(network::close).doesNotThrowAnyException();
    }
  }
}
