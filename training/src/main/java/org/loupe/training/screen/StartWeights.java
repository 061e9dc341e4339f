package org.loupe.training.screen;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.DefaultTrainingConfig;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.loupe.screen.PatchScaling;
import org.loupe.screen.PatchSettings;
import org.loupe.training.screen.ScreenerLayers.Convolution;
import org.loupe.training.screen.ScreenerLayers.Residual;

/**
 * What a training starts from in place of random numbers: the weights of a network that {@link
 * ScreenerOnnx} has written.
 *
 * <p>There batch normalization is folded into the layers before it. It is unfolded so that the new
 * network gives the same answers: means and variances that it divides by are those of examples to
 * be learned from, and its factors and offsets take them back.
 */
final class StartWeights {

  /** A layer: weights in the order of PyTorch, and an offset for each output. */
  private record Layer(float[] weights, long[] shape, float[] offsets) {}

  private final List<Layer> layers;

  private StartWeights(List<Layer> layers) {
    this.layers = layers;
  }

  /**
   * Reads a network.
   *
   * @param onnx with weights of 32 or 16 bits
   * @throws IllegalArgumentException if it is not a network such as {@link ScreenerOnnx} writes
   */
  static StartWeights of(byte[] onnx) {
    ModelProto model;
    try {
      model = ModelProto.parseFrom(onnx);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a network in ONNX", e);
    }
    Map<String, TensorProto> tensors = new HashMap<>();
    for (TensorProto tensor : model.getGraph().getInitializerList()) {
      tensors.put(tensor.getName(), tensor);
    }
    List<Layer> layers = new ArrayList<>();
    for (NodeProto node : model.getGraph().getNodeList()) {
      switch (node.getOpType()) {
        case "Cast" -> {
          if (tensors.containsKey(node.getInput(0))) {
            tensors.put(node.getOutput(0), tensors.get(node.getInput(0)));
          }
        }
        case "Conv", "Gemm" -> layers.add(layer(node, tensors));
        default -> {
          // without weights
        }
      }
    }
    return new StartWeights(layers);
  }

  private static Layer layer(NodeProto node, Map<String, TensorProto> tensors) {
    TensorProto weights = tensors.get(node.getInput(1));
    TensorProto offsets = tensors.get(node.getInputCount() > 2 ? node.getInput(2) : "");
    if (weights == null || offsets == null) {
      throw new IllegalArgumentException("a layer of the network has no weights of its own");
    }
    return new Layer(
        HalfWeights.floats(weights),
        weights.getDimsList().stream().mapToLong(Long::longValue).toArray(),
        HalfWeights.floats(offsets));
  }

  /**
   * Has a training start from these weights.
   *
   * @param config of the training; initializers are added to it
   * @param batches some hundred of the examples to be learned from
   * @throws IllegalArgumentException if the layers are others
   */
  void into(DefaultTrainingConfig config, ScreenerLayers network, List<ScreeningBatch> batches) {
    IdentityHashMap<Parameter, float[]> values = new IdentityHashMap<>();
    PatchSettings patch = network.patch();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Filling filling = new Filling(manager, layers.iterator(), values);
      long size = patch.sizePx();
      NDList patches = new NDList();
      NDList scalars = new NDList();
      for (ScreeningBatch batch : batches) {
        long count = batch.size();
        patches.add(
            manager.create(batch.patches(), new Shape(count, patch.channels(), size, size)));
        scalars.add(manager.create(batch.scalars(), new Shape(count, PatchScaling.SCALARS)));
      }
      filling.fill(network, NDArrays.concat(patches), NDArrays.concat(scalars));
    }
    values.forEach(
        (parameter, numbers) ->
            config.optInitializer(
                (manager, shape, type) -> manager.create(numbers, shape), p -> p == parameter));
  }

  /** Goes through the layers as the examples do. */
  private static final class Filling {

    private final NDManager manager;
    private final Iterator<Layer> layers;
    private final IdentityHashMap<Parameter, float[]> values;

    Filling(NDManager manager, Iterator<Layer> layers, IdentityHashMap<Parameter, float[]> values) {
      this.manager = manager;
      this.layers = layers;
      this.values = values;
    }

    void fill(ScreenerLayers network, NDArray patches, NDArray scalars) {
      NDArray at = positive(convolution(network.stem, patches));
      for (Residual residual : network.residuals) {
        NDArray input = at;
        NDArray first = positive(convolution(residual.first(), input));
        NDArray second = convolution(residual.second(), first);
        NDArray around = residual.around().map(c -> convolution(c, input)).orElse(input);
        at = positive(second.add(around));
      }
      NDArray flat = at.reshape(at.getShape().get(0), -1).concat(scalars, 1);
      Layer hidden = next(flat.getShape().get(1), network.architecture.hiddenWidth());
      put(network.hidden.getParameters().get("weight"), hidden.weights());
      normalize(network.hiddenNorm, linear(flat, hidden), hidden.offsets());
      int width = network.architecture.hiddenWidth();
      Layer logit = next(width, 1);
      Layer delta = next(width, 4);
      put(network.heads.getParameters().get("weight"), joined(logit.weights(), delta.weights()));
      put(network.heads.getParameters().get("bias"), joined(logit.offsets(), delta.offsets()));
      if (layers.hasNext()) {
        throw other();
      }
    }

    private NDArray convolution(Convolution into, NDArray input) {
      if (!layers.hasNext()) {
        throw other();
      }
      Layer layer = layers.next();
      long channels = input.getShape().get(1);
      long[] shape = {layer.offsets().length, channels, into.kernel(), into.kernel()};
      if (!Arrays.equals(layer.shape(), shape)) {
        throw other();
      }
      put(into.conv().getParameters().get("weight"), layer.weights());
      long pad = into.kernel() / 2;
      NDArray output =
          Conv2d.conv2d(
                  input,
                  manager.create(layer.weights(), new Shape(shape)),
                  manager.create(layer.offsets()),
                  new Shape(into.stride(), into.stride()),
                  new Shape(pad, pad))
              .singletonOrThrow();
      normalize(into.norm(), output, layer.offsets());
      return output;
    }

    private Layer next(long inputs, long outputs) {
      Layer layer = layers.hasNext() ? layers.next() : null;
      if (layer == null || !Arrays.equals(layer.shape(), new long[] {outputs, inputs})) {
        throw other();
      }
      return layer;
    }

    private NDArray linear(NDArray input, Layer layer) {
      return input
          .matMul(manager.create(layer.weights(), new Shape(layer.shape())).transpose())
          .add(manager.create(layer.offsets()));
    }

    /** Chooses a normalization that gives what goes into it and the offsets of the folded layer. */
    private void normalize(BatchNorm norm, NDArray output, float[] offsets) {
      NDArray byChannel = output.swapAxes(0, 1).reshape(offsets.length, -1);
      NDArray mean = byChannel.mean(new int[] {1}, true);
      float[] means = mean.toFloatArray();
      float[] variances = byChannel.sub(mean).square().mean(new int[] {1}).toFloatArray();
      float[] factors = new float[means.length];
      float[] inputMeans = new float[means.length];
      for (int c = 0; c < means.length; c++) {
        factors[c] = (float) Math.sqrt(variances[c] + ScreenerLayers.EPSILON);
        inputMeans[c] = means[c] - offsets[c];
      }
      put(norm.getParameters().get("gamma"), factors);
      put(norm.getParameters().get("beta"), means);
      put(norm.getParameters().get("runningMean"), inputMeans);
      put(norm.getParameters().get("runningVar"), variances);
    }

    private void put(Parameter parameter, float[] numbers) {
      values.put(parameter, numbers);
    }

    private static NDArray positive(NDArray array) {
      return array.maximum(0f);
    }

    private static float[] joined(float[] first, float[] second) {
      float[] joined = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, joined, first.length, second.length);
      return joined;
    }

    private static IllegalArgumentException other() {
      return new IllegalArgumentException(
          "the network to start from has other layers than the one to be trained; start from a model"
              + " that loupe train has made");
    }
  }
}
