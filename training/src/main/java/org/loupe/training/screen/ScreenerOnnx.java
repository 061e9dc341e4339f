package org.loupe.training.screen;

import ai.djl.nn.norm.BatchNorm;
import java.util.Arrays;
import java.util.List;
import org.loupe.screen.ScreenerNetwork;
import org.loupe.training.screen.ScreenerLayers.Convolution;
import org.loupe.training.screen.ScreenerLayers.Residual;

/**
 * Writes a trained network as ONNX. Batch normalization is folded into the convolutions before it:
 * the same function with fewer steps.
 */
final class ScreenerOnnx {

  private final OnnxGraph graph;

  private ScreenerOnnx(OnnxGraph graph) {
    this.graph = graph;
  }

  static byte[] write(ScreenerLayers layers) {
    OnnxGraph graph = new OnnxGraph(layers.architecture.patch());
    ScreenerOnnx onnx = new ScreenerOnnx(graph);
    String at = graph.relu(onnx.convolution(layers.stem, ScreenerNetwork.PATCHES));
    for (Residual residual : layers.residuals) {
      at = onnx.residual(residual, at);
    }
    String flat = graph.node("Flatten", List.of(at), OnnxGraph.integer("axis", 1));
    String joined =
        graph.node("Concat", List.of(flat, ScreenerNetwork.SCALARS), OnnxGraph.integer("axis", 1));
    float[] weights = OnnxGraph.values(layers.hidden, "weight");
    float[] bias = folded(weights, layers.hiddenNorm);
    String hidden = graph.relu(graph.linear(joined, graph.next(), weights, bias));
    float[] headWeights = OnnxGraph.values(layers.heads, "weight");
    float[] headBias = OnnxGraph.values(layers.heads, "bias");
    int width = headWeights.length / headBias.length;
    graph.linear(
        hidden,
        ScreenerNetwork.LOGIT,
        Arrays.copyOf(headWeights, width),
        Arrays.copyOf(headBias, 1));
    graph.linear(
        hidden,
        ScreenerNetwork.DELTA,
        Arrays.copyOfRange(headWeights, width, 5 * width),
        Arrays.copyOfRange(headBias, 1, 5));
    return graph.model();
  }

  private String residual(Residual residual, String input) {
    String first = graph.relu(convolution(residual.first(), input));
    String second = convolution(residual.second(), first);
    String around = residual.around().map(c -> convolution(c, input)).orElse(input);
    return graph.relu(graph.node("Add", List.of(second, around)));
  }

  private String convolution(Convolution layer, String input) {
    float[] weights = OnnxGraph.values(layer.conv(), "weight");
    long[] shape = layer.conv().getParameters().get("weight").getShape().getShape();
    float[] bias = folded(weights, layer.norm());
    return graph.convolution(input, weights, shape, bias, layer.stride(), layer.kernel() / 2);
  }

  /**
   * Takes a batch normalization into the layer before it: weights become w·γ/σ, in place, and the
   * bias β − μ·γ/σ is returned.
   */
  private static float[] folded(float[] weights, BatchNorm norm) {
    float[] gamma = OnnxGraph.values(norm, "gamma");
    float[] beta = OnnxGraph.values(norm, "beta");
    float[] mean = OnnxGraph.values(norm, "runningMean");
    float[] variance = OnnxGraph.values(norm, "runningVar");
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
}
