package org.loupe.export.labels;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/** The bytes of an ImageJ selection, as {@code ij.io.RoiDecoder} of ImageJ 1.54 takes them. */
final class RoiBytes {

  private static final int HEADER = 64;
  private static final int SECOND_HEADER = 64;
  private static final short VERSION = 228;

  private static final byte POLYGON = 0;
  private static final byte RECTANGLE = 1;
  private static final byte FREEHAND = 7;
  private static final short ELLIPSE = 3;
  private static final short SUB_PIXEL = 128;

  /** ImageJ draws an ellipse with as many corners. */
  private static final int CORNERS = 72;

  private static final int MOST_CORNERS = 0xFFFF;

  private RoiBytes() {}

  /** Returns the selection of a shape, called {@code name}, in a group from 1 to 255. */
  static byte[] of(LabeledShape shape, String name, int group) {
    String properties = properties(shape);
    if (shape.ellipse().isPresent()) {
      return ellipse(shape.ellipse().get(), name, group, properties);
    }
    List<Polygon> outline = shape.outline();
    if (outline.isEmpty()) {
      return rectangle(shape.box(), name, group, properties);
    }
    return outline.size() == 1 && outline.get(0).corners().size() <= MOST_CORNERS
        ? polygon(outline.get(0), shape.extent(), name, group, properties)
        : composition(outline, shape.extent(), name, group, properties);
  }

  /** Lines of "key: value"; a class keeps to one line. */
  private static String properties(LabeledShape shape) {
    StringBuilder text = new StringBuilder();
    text.append("class: ").append(shape.className().replaceAll("\\R", " ")).append('\n');
    shape.probability().ifPresent(p -> text.append("probability: ").append(p).append('\n'));
    shape.detectionScore().ifPresent(s -> text.append("detection_score: ").append(s).append('\n'));
    shape.ellipse().ifPresent(ellipse -> ownBox(text, shape.box(), ellipse));
    return text.toString();
  }

  /** The box of an ellipse, and which ellipse that was: it may be moved later. */
  private static void ownBox(StringBuilder text, Box box, Ellipse ellipse) {
    text.append("box: ").append(box.x()).append(' ').append(box.y());
    text.append(' ').append(box.width()).append(' ').append(box.height()).append('\n');
    text.append("box_of: ").append(ellipse.centerX()).append(' ').append(ellipse.centerY());
    text.append(' ').append(ellipse.majorAxisLength());
    text.append(' ').append(ellipse.minorAxisLength());
    text.append(' ').append(ellipse.orientation()).append('\n');
  }

  private static byte[] ellipse(Ellipse ellipse, String name, int group, String properties) {
    Polygon corners = ellipse.polygon(CORNERS);
    ByteBuffer bytes = begin(FREEHAND, 4 * CORNERS, ellipse.boundingBox(), name, properties);
    double dx = Math.cos(ellipse.orientation()) * ellipse.majorAxisLength() / 2;
    double dy = -Math.sin(ellipse.orientation()) * ellipse.majorAxisLength() / 2;
    bytes.putShort(16, (short) CORNERS);
    bytes.putFloat(18, (float) (ellipse.centerX() - dx));
    bytes.putFloat(22, (float) (ellipse.centerY() - dy));
    bytes.putFloat(26, (float) (ellipse.centerX() + dx));
    bytes.putFloat(30, (float) (ellipse.centerY() + dy));
    bytes.putShort(48, ELLIPSE);
    bytes.putFloat(52, (float) (ellipse.minorAxisLength() / ellipse.majorAxisLength()));
    wholeCorners(bytes, corners.corners());
    return finish(bytes, 4 * CORNERS, name, group, properties);
  }

  private static byte[] rectangle(Box box, String name, int group, String properties) {
    ByteBuffer bytes = begin(RECTANGLE, 0, box, name, properties);
    if (!isWhole(box)) {
      bytes.putFloat(18, (float) box.x());
      bytes.putFloat(22, (float) box.y());
      bytes.putFloat(26, (float) box.width());
      bytes.putFloat(30, (float) box.height());
      bytes.putShort(50, SUB_PIXEL);
    }
    return finish(bytes, 0, name, group, properties);
  }

  private static byte[] polygon(
      Polygon polygon, Box extent, String name, int group, String properties) {
    List<Point> corners = polygon.corners();
    boolean whole = corners.stream().allMatch(RoiBytes::isWhole);
    int length = (whole ? 4 : 12) * corners.size();
    ByteBuffer bytes = begin(POLYGON, length, extent, name, properties);
    bytes.putShort(16, (short) corners.size());
    wholeCorners(bytes, corners);
    if (!whole) {
      bytes.putShort(50, SUB_PIXEL);
      int at = HEADER + 4 * corners.size();
      for (int i = 0; i < corners.size(); i++) {
        bytes.putFloat(at + 4 * i, (float) corners.get(i).x());
        bytes.putFloat(at + 4 * (corners.size() + i), (float) corners.get(i).y());
      }
    }
    return finish(bytes, length, name, group, properties);
  }

  /** A path: 0 x y moves, 1 x y draws, 4 closes. */
  private static byte[] composition(
      List<Polygon> outline, Box extent, String name, int group, String properties) {
    int floats = outline.stream().mapToInt(line -> 3 * line.corners().size() + 1).sum();
    ByteBuffer bytes = begin(RECTANGLE, 4 * floats, extent, name, properties);
    bytes.putInt(36, floats);
    bytes.position(HEADER);
    for (Polygon line : outline) {
      int segment = 0;
      for (Point corner : line.corners()) {
        bytes.putFloat(segment).putFloat((float) corner.x()).putFloat((float) corner.y());
        segment = 1;
      }
      bytes.putFloat(4);
    }
    return finish(bytes, 4 * floats, name, group, properties);
  }

  private static ByteBuffer begin(
      byte type, int length, Box bounds, String name, String properties) {
    ByteBuffer bytes =
        ByteBuffer.allocate(
            HEADER + length + SECOND_HEADER + 2 * name.length() + 2 * properties.length());
    bytes.put(0, "Iout".getBytes(StandardCharsets.US_ASCII));
    bytes.putShort(4, VERSION);
    bytes.put(6, type);
    bytes.putShort(8, (short) Math.floor(bounds.y()));
    bytes.putShort(10, (short) Math.floor(bounds.x()));
    bytes.putShort(12, (short) Math.ceil(bounds.bottom()));
    bytes.putShort(14, (short) Math.ceil(bounds.right()));
    return bytes;
  }

  private static byte[] finish(
      ByteBuffer bytes, int length, String name, int group, String properties) {
    int second = HEADER + length;
    int nameAt = second + SECOND_HEADER;
    int propertiesAt = nameAt + 2 * name.length();
    bytes.putInt(60, second);
    bytes.putInt(second + 16, nameAt);
    bytes.putInt(second + 20, name.length());
    bytes.put(second + 30, (byte) group);
    bytes.putInt(second + 40, propertiesAt);
    bytes.putInt(second + 44, properties.length());
    bytes.put(nameAt, name.getBytes(StandardCharsets.UTF_16BE));
    bytes.put(propertiesAt, properties.getBytes(StandardCharsets.UTF_16BE));
    byte[] all = new byte[bytes.capacity()];
    bytes.get(0, all);
    return all;
  }

  /** Corners as whole pixels from the corner of the bounds, which every ImageJ reads. */
  private static void wholeCorners(ByteBuffer bytes, List<Point> corners) {
    int top = bytes.getShort(8);
    int left = bytes.getShort(10);
    for (int i = 0; i < corners.size(); i++) {
      bytes.putShort(HEADER + 2 * i, (short) (Math.round(corners.get(i).x()) - left));
      bytes.putShort(
          HEADER + 2 * (corners.size() + i), (short) (Math.round(corners.get(i).y()) - top));
    }
  }

  private static boolean isWhole(Box box) {
    return isWhole(new Point(box.x(), box.y())) && isWhole(new Point(box.right(), box.bottom()));
  }

  private static boolean isWhole(Point point) {
    return isWhole(point.x()) && isWhole(point.y());
  }

  /** Beyond, the field's 16 bits are another number. */
  private static boolean isWhole(double number) {
    return number == Math.rint(number) && Math.abs(number) <= Short.MAX_VALUE;
  }
}
