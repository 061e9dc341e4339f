package org.loupe.screen;

import ai.onnx.proto.OnnxMl;
import java.util.Arrays;
import java.util.List;

/**
 * Linear networks in ONNX whose answers a test can work out.
 *
 * <p>logit = scalars · scalarWeights + patch · patchWeights + bias; the box's way is constant.
 */
public final class TinyNetwork {

  /** The smallest patches that the settings allow, of one channel. */
  public static final PatchSettings PATCH = new PatchSettings(16, List.of(1.0));

  private final PatchSettings patch;
  private final float[] patchWeights;
  private float[] scalarWeights = new float[PatchScaling.SCALARS];
  private float bias;
  private float[] delta = new float[4];

  public TinyNetwork(PatchSettings patch) {
    this.patch = patch;
    this.patchWeights = new float[patch.samples()];
  }

  public TinyNetwork scalarWeights(float... weights) {
    scalarWeights = weights;
    return this;
  }

  public TinyNetwork patchWeights(float[] weights) {
    System.arraycopy(weights, 0, patchWeights, 0, patchWeights.length);
    return this;
  }

  public TinyNetwork bias(float value) {
    bias = value;
    return this;
  }

  public TinyNetwork delta(float... way) {
    delta = way;
    return this;
  }

  public byte[] onnx() {
    return model().build().toByteArray();
  }

  /** Returns the network with settings that look once and drop nothing that is likely. */
  public ScreenerModel screener() {
    return new ScreenerModel(onnx(), new ScreeningSettings(patch, 1, 1, 1, 0, 0.5, 1));
  }

  /** Returns the network for tests that spoil it. */
  OnnxMl.ModelProto.Builder model() {
    int samples = patch.samples();
    int size = patch.sizePx();
    OnnxMl.GraphProto.Builder graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("tiny")
            .addInput(tensor(ScreenerNetwork.PATCHES, patch.channels(), size, size))
            .addInput(tensor(ScreenerNetwork.SCALARS, scalarWeights.length))
            .addOutput(tensor(ScreenerNetwork.LOGIT, 1))
            .addOutput(tensor(ScreenerNetwork.DELTA, delta.length))
            .addInitializer(weights("Ws", scalarWeights, scalarWeights.length, 1))
            .addInitializer(weights("b", new float[] {bias}, 1))
            .addInitializer(weights("Wp", patchWeights, samples, 1))
            .addInitializer(weights("zero", new float[] {0}, 1))
            .addInitializer(weights("Wd", new float[samples * delta.length], samples, delta.length))
            .addInitializer(weights("d", delta, delta.length))
            .addNode(node("Flatten", "flat", ScreenerNetwork.PATCHES))
            .addNode(node("Gemm", "of_scalars", ScreenerNetwork.SCALARS, "Ws", "b"))
            .addNode(node("Gemm", "of_patch", "flat", "Wp", "zero"))
            .addNode(node("Add", ScreenerNetwork.LOGIT, "of_scalars", "of_patch"))
            .addNode(node("Gemm", ScreenerNetwork.DELTA, "flat", "Wd", "d"));
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph);
  }

  private static OnnxMl.NodeProto node(String operator, String output, String... inputs) {
    return OnnxMl.NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(Arrays.asList(inputs))
        .addOutput(output)
        .build();
  }

  private static OnnxMl.TensorProto weights(String name, float[] values, long... shape) {
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder()
            .setName(name)
            .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber());
    Arrays.stream(shape).forEach(tensor::addDims);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor.build();
  }

  private static OnnxMl.ValueInfoProto tensor(String name, long... shape) {
    OnnxMl.TensorShapeProto.Builder dimensions =
        OnnxMl.TensorShapeProto.newBuilder()
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
    for (long length : shape) {
      dimensions.addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(length));
    }
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder()
                        .setElemType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
                        .setShape(dimensions)))
        .build();
  }
}
