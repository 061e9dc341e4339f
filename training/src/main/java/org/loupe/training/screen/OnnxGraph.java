package org.loupe.training.screen;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import org.loupe.screen.PatchScaling;
import org.loupe.screen.PatchSettings;
import org.loupe.screen.ScreenerNetwork;

/**
 * A network that screens, as ONNX (opset 17) while it is written: nodes and tensors are added one
 * after the other, each named by its number.
 */
final class OnnxGraph {

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("screener");
  private int tensors;

  /** Begins a graph with the inputs and outputs that {@link ScreenerNetwork} asks for. */
  OnnxGraph(PatchSettings patch) {
    graph.addInput(
        value(ScreenerNetwork.PATCHES, patch.channels(), patch.sizePx(), patch.sizePx()));
    graph.addInput(value(ScreenerNetwork.SCALARS, PatchScaling.SCALARS));
    graph.addOutput(value(ScreenerNetwork.LOGIT, 1));
    graph.addOutput(value(ScreenerNetwork.DELTA, 4));
  }

  byte[] model() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("Loupe")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /**
   * Adds a convolution with the same padding on all sides.
   *
   * @param shape of the weights: output channels, input channels, height, width
   */
  String convolution(
      String input, float[] weights, long[] shape, float[] bias, int stride, int pad) {
    return node(
        "Conv",
        List.of(input, tensor(weights, shape), tensor(bias, bias.length)),
        integers("kernel_shape", shape[2], shape[3]),
        integers("strides", stride, stride),
        integers("pads", pad, pad, pad, pad));
  }

  String linear(String input, String output, float[] weights, float[] bias) {
    long rows = bias.length;
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Gemm")
            .addInput(input)
            .addInput(tensor(weights, rows, weights.length / rows))
            .addInput(tensor(bias, rows))
            .addOutput(output)
            .addAttribute(integer("transB", 1)));
    return output;
  }

  String relu(String input) {
    return node("Relu", List.of(input));
  }

  String node(String type, List<String> inputs, AttributeProto... attributes) {
    String output = next();
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(type)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return output;
  }

  String next() {
    return "t" + tensors++;
  }

  String tensor(float[] values, long... shape) {
    String name = next();
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    for (long length : shape) {
      tensor.addDims(length);
    }
    for (float value : values) {
      tensor.addFloatData(value);
    }
    graph.addInitializer(tensor);
    return name;
  }

  static float[] values(Block block, String name) {
    Parameter parameter = block.getParameters().get(name);
    NDArray array = parameter.getArray();
    return array.toFloatArray();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private static ValueInfoProto value(String name, long... shape) {
    TensorShapeProto.Builder dims =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"));
    for (long length : shape) {
      dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(length));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(dims)))
        .build();
  }
}
