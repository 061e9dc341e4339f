package org.loupe.training.screen;

import ai.djl.util.Float16Utils;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A network with its weights in 16 bits (IEEE 754 binary16) in place of 32, which halves its file.
 *
 * <p>It is the weights that are rounded, by at most 1 in 2048; the network calculates in 32 bits as
 * before, since each tensor goes through a {@code Cast} that ONNX Runtime does once, when it loads
 * the network.
 */
public final class HalfWeights {

  /** Small tensors are biases, which save nothing. */
  private static final int LEAST_VALUES = 256;

  private static final float LARGEST = 65504;

  private HalfWeights() {}

  /**
   * Returns the network with rounded weights.
   *
   * @param onnx a network whose weights are 32-bit floats; others stay as they are
   * @throws IllegalArgumentException if it is no network in ONNX
   */
  public static byte[] of(byte[] onnx) {
    ModelProto model;
    try {
      model = ModelProto.parseFrom(onnx);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a network in ONNX", e);
    }
    GraphProto.Builder graph = model.getGraph().toBuilder();
    List<NodeProto> casts = new ArrayList<>();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto tensor = graph.getInitializer(i);
      float[] values = values(tensor);
      if (values.length >= LEAST_VALUES && fits(values)) {
        TensorProto half = half(tensor, values);
        graph.setInitializer(i, half);
        casts.add(cast(half.getName(), tensor.getName()));
      }
    }
    // nodes stand in the order in which they can be calculated
    casts.addAll(graph.getNodeList());
    graph.clearNode().addAllNode(casts);
    return model.toBuilder().setGraph(graph).build().toByteArray();
  }

  /** Returns the values of a tensor of 32-bit floats; none of another. */
  private static float[] values(TensorProto tensor) {
    if (tensor.getDataType() != TensorProto.DataType.FLOAT_VALUE) {
      return new float[0];
    }
    if (tensor.getRawData().isEmpty()) {
      float[] values = new float[tensor.getFloatDataCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatData(i);
      }
      return values;
    }
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[raw.remaining() / Float.BYTES];
    raw.asFloatBuffer().get(values);
    return values;
  }

  /** Returns the values of a tensor of 32-bit or 16-bit floats; none of another. */
  static float[] floats(TensorProto tensor) {
    if (tensor.getDataType() != TensorProto.DataType.FLOAT16_VALUE) {
      return values(tensor);
    }
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[raw.remaining() / Short.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float16Utils.halfToFloat(raw.getShort());
    }
    return values;
  }

  private static boolean fits(float[] values) {
    for (float value : values) {
      if (!(Math.abs(value) <= LARGEST)) {
        return false;
      }
    }
    return true;
  }

  private static TensorProto half(TensorProto tensor, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putShort(nearest(value));
    }
    return TensorProto.newBuilder()
        .setName(tensor.getName() + "_half")
        .addAllDims(tensor.getDimsList())
        .setDataType(TensorProto.DataType.FLOAT16_VALUE)
        .setRawData(ByteString.copyFrom(bytes.array()))
        .build();
  }

  private static NodeProto cast(String from, String to) {
    return NodeProto.newBuilder()
        .setOpType("Cast")
        .addInput(from)
        .addOutput(to)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("to")
                .setType(AttributeProto.AttributeType.INT)
                .setI(TensorProto.DataType.FLOAT_VALUE))
        .build();
  }

  /** Returns the 16-bit float nearest to a number of at most {@value #LARGEST}. */
  static short nearest(float value) {
    // the library cuts off what does not fit; the next larger one may be nearer
    short below = Float16Utils.floatToHalf(value);
    short above = (short) (below + 1);
    float next = Float16Utils.halfToFloat(above);
    return Float.isFinite(next)
            && Math.abs(next - value) < Math.abs(Float16Utils.halfToFloat(below) - value)
        ? above
        : below;
  }
}
