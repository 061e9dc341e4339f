package org.loupe.training.screen;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.List;
import org.loupe.screen.PatchScaling;
import org.loupe.screen.PatchSettings;
import org.loupe.screen.ScreenerNetwork;
import org.loupe.training.screen.ScreenerLayers.Convolution;
import org.loupe.training.screen.ScreenerLayers.Residual;

/**
 * Writes a trained network as ONNX, opset 17. Batch normalization is folded into the convolutions
 * before it: the same function with fewer steps.
 */
final class ScreenerOnnx {

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("screener");
  private int tensors;

  private ScreenerOnnx() {}

  static byte[] write(ScreenerLayers layers) {
    ScreenerOnnx onnx = new ScreenerOnnx();
    PatchSettings patch = layers.architecture.patch();
    onnx.graph.addInput(
        value(ScreenerNetwork.PATCHES, patch.channels(), patch.sizePx(), patch.sizePx()));
    onnx.graph.addInput(value(ScreenerNetwork.SCALARS, PatchScaling.SCALARS));
    onnx.graph.addOutput(value(ScreenerNetwork.LOGIT, 1));
    onnx.graph.addOutput(value(ScreenerNetwork.DELTA, 4));
    String at = onnx.relu(onnx.convolution(layers.stem, ScreenerNetwork.PATCHES));
    for (Residual residual : layers.residuals) {
      at = onnx.residual(residual, at);
    }
    String flat = onnx.node("Flatten", List.of(at), integer("axis", 1));
    String joined = onnx.node("Concat", List.of(flat, ScreenerNetwork.SCALARS), integer("axis", 1));
    float[] weights = values(layers.hidden, "weight");
    float[] bias = folded(weights, layers.hiddenNorm);
    String hidden = onnx.relu(onnx.linear(joined, onnx.next(), weights, bias));
    float[] headWeights = values(layers.heads, "weight");
    float[] headBias = values(layers.heads, "bias");
    int width = headWeights.length / headBias.length;
    onnx.linear(
        hidden,
        ScreenerNetwork.LOGIT,
        Arrays.copyOf(headWeights, width),
        Arrays.copyOf(headBias, 1));
    onnx.linear(
        hidden,
        ScreenerNetwork.DELTA,
        Arrays.copyOfRange(headWeights, width, 5 * width),
        Arrays.copyOfRange(headBias, 1, 5));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("Loupe")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(onnx.graph)
        .build()
        .toByteArray();
  }

  private String residual(Residual residual, String input) {
    String first = relu(convolution(residual.first(), input));
    String second = convolution(residual.second(), first);
    String around = residual.around().map(c -> convolution(c, input)).orElse(input);
    return relu(node("Add", List.of(second, around)));
  }

  private String convolution(Convolution layer, String input) {
    float[] weights = values(layer.conv(), "weight");
    long[] shape = layer.conv().getParameters().get("weight").getShape().getShape();
    float[] bias = folded(weights, layer.norm());
    int pad = layer.kernel() / 2;
    return node(
        "Conv",
        List.of(input, tensor(weights, shape), tensor(bias, bias.length)),
        integers("kernel_shape", layer.kernel(), layer.kernel()),
        integers("strides", layer.stride(), layer.stride()),
        integers("pads", pad, pad, pad, pad));
  }

  /**
   * Takes a batch normalization into the layer before it: weights become w·γ/σ, in place, and the
   * bias β − μ·γ/σ is returned.
   */
  private static float[] folded(float[] weights, BatchNorm norm) {
    float[] gamma = values(norm, "gamma");
    float[] beta = values(norm, "beta");
    float[] mean = values(norm, "runningMean");
    float[] variance = values(norm, "runningVar");
    float[] bias = new float[gamma.length];
    int each = weights.length / gamma.length;
    for (int c = 0; c < gamma.length; c++) {
      double factor = gamma[c] / Math.sqrt((double) variance[c] + ScreenerLayers.EPSILON);
      for (int i = c * each; i < (c + 1) * each; i++) {
        weights[i] = (float) (weights[i] * factor);
      }
      bias[c] = (float) (beta[c] - mean[c] * factor);
    }
    return bias;
  }

  private String linear(String input, String output, float[] weights, float[] bias) {
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

  private String relu(String input) {
    return node("Relu", List.of(input));
  }

  private String node(String type, List<String> inputs, AttributeProto... attributes) {
    String output = next();
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(type)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return output;
  }

  private String next() {
    return "t" + tensors++;
  }

  private String tensor(float[] values, long... shape) {
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

  private static float[] values(Block block, String name) {
    Parameter parameter = block.getParameters().get(name);
    NDArray array = parameter.getArray();
    return array.toFloatArray();
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto integers(String name, long... values) {
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
