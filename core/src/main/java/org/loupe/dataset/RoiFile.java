package org.loupe.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/**
 * ImageJ's selections: a {@code .roi} file or a zip of them.
 *
 * <p>Rectangles (rotated ones as outlines), ovals, ellipses, polygons, freehand and traced outlines
 * and compositions of straight lines are read. The class is the selection's property {@code class},
 * else the number of its group. The layout of the bytes is that of ImageJ 1.54's {@code
 * ij.io.RoiDecoder}: a header of 64 bytes, big-endian, the corners, a second header.
 */
final class RoiFile {

  private static final int HEADER = 64;
  private static final int MOST_BYTES = 1 << 24;
  private static final long MOST_BYTES_IN_ALL = 1L << 28;

  private static final int RECTANGLE = 1;
  private static final int OVAL = 2;
  private static final List<String> TYPES =
      List.of(
          "polygon",
          "rectangle",
          "oval",
          "line",
          "freehand line",
          "polyline",
          "nothing",
          "freehand",
          "traced",
          "angle",
          "point");

  /** More than ImageJ's 32 bits round. */
  private static final double SAME_PX = 0.02;

  /** Selections begin left of or above a micrograph by less than this. */
  private static final int LEAST_WHOLE = -5000;

  private static final int SPLINE = 1;
  private static final int SUB_PIXEL = 128;
  private static final int ELLIPSE = 3;
  private static final int ROTATED_RECTANGLE = 5;

  private final ByteBuffer bytes;

  private RoiFile(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** Returns the marks of a file, in its order. */
  static List<Annotation> marks(Path file, MicrographBounds bounds) throws IOException {
    List<Annotation> marks = new ArrayList<>();
    for (Map.Entry<String, byte[]> roi : contents(file).entrySet()) {
      try {
        marks.add(new RoiFile(roi.getValue()).mark(bounds));
      } catch (IllegalArgumentException e) {
        String problem = Objects.toString(e.getMessage(), "cannot be used");
        throw roi.getKey().isEmpty()
            ? new LabelFormatException(file, problem)
            : new LabelFormatException(file, "entry \"" + roi.getKey() + "\"", problem);
      }
    }
    return marks;
  }

  private static Map<String, byte[]> contents(Path file) throws IOException {
    if (!SetFiles.hasExtension(file, ".zip")) {
      try {
        if (Files.size(file) > MOST_BYTES) {
          throw new LabelFormatException(file, "is larger than any ROI; check what it is");
        }
        return Map.of("", Files.readAllBytes(file));
      } catch (LabelFormatException e) {
        throw e;
      } catch (IOException e) {
        throw LabelLine.unreadable(file, e);
      }
    }
    try {
      return entries(file, StandardCharsets.UTF_8);
    } catch (ZipException e) {
      return entriesOfAnyNames(file);
    } catch (LabelFormatException e) {
      throw e;
    } catch (IOException e) {
      throw LabelLine.unreadable(file, e);
    }
  }

  /** Older programs name entries in a code page of their own; here names only have to differ. */
  private static Map<String, byte[]> entriesOfAnyNames(Path file) throws IOException {
    try {
      return entries(file, StandardCharsets.ISO_8859_1);
    } catch (ZipException e) {
      throw new LabelFormatException(
          file, "is no zip, or damaged; save it from ImageJ's ROI Manager again");
    } catch (LabelFormatException e) {
      throw e;
    } catch (IOException e) {
      throw LabelLine.unreadable(file, e);
    }
  }

  private static Map<String, byte[]> entries(Path file, Charset names) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    long total = 0;
    try (ZipFile zip = new ZipFile(file.toFile(), names)) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        String name = entry.getName();
        if (entry.isDirectory() || name.startsWith("__MACOSX/")) {
          continue;
        }
        if (!name.endsWith(".roi")) {
          throw new LabelFormatException(
              file, "entry \"" + name + "\"", "is no ROI; save the zip from ImageJ's ROI Manager");
        }
        byte[] one;
        try (InputStream in = zip.getInputStream(entry)) {
          one = in.readNBytes(MOST_BYTES + 1);
        }
        total += one.length;
        if (one.length > MOST_BYTES || total > MOST_BYTES_IN_ALL) {
          throw new LabelFormatException(
              file, "entry \"" + name + "\"", "expands to more than ROIs take; check the zip");
        }
        if (contents.put(name, one) != null) {
          throw new LabelFormatException(
              file, "entry \"" + name + "\"", "is there twice; rename one of them");
        }
      }
    }
    return contents;
  }

  private Annotation mark(MicrographBounds bounds) {
    if (bytes.limit() < HEADER || bytes.getInt(0) != 0x496F7574) { // "Iout"
      throw new IllegalArgumentException("is no ImageJ ROI; save it from ImageJ again");
    }
    try {
      checkFrame();
      Annotation mark = withOwnBox(shape(bounds), bounds);
      return defectClass().map(mark::withClass).orElse(mark);
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("is cut short; save it from ImageJ again", e);
    }
  }

  private void checkFrame() {
    int second = bytes.getInt(60);
    int frame = bytes.getInt(56);
    for (int at = 4; second > 0 && second + 16 <= bytes.limit() && at <= 12; at += 4) {
      frame = Math.max(frame, bytes.getInt(second + at));
    }
    if (frame > 1) {
      throw new IllegalArgumentException(
          "belongs to image "
              + frame
              + " of a stack, and a micrograph is one image; save that image and its ROIs apart");
    }
  }

  private Annotation shape(MicrographBounds bounds) {
    int type = bytes.get(6);
    int segments = bytes.getInt(36);
    int subtype = bytes.getShort(48);
    if (type == RECTANGLE && segments > 0) {
      return bounds.outlined(composition(segments));
    }
    switch (type) {
      case RECTANGLE -> {
        double[] r = rectangle();
        return new Annotation(bounds.cut(r[0], r[1], r[0] + r[2], r[1] + r[3]));
      }
      case OVAL -> {
        double[] r = rectangle();
        boolean wide = r[2] >= r[3];
        return bounds.marked(
            new Ellipse(
                r[0] + r[2] / 2,
                r[1] + r[3] / 2,
                Math.max(r[2], r[3]),
                Math.min(r[2], r[3]),
                wide ? 0 : Math.PI / 2));
      }
      case 0, 7, 8 -> {
        if (type == 7 && subtype == ELLIPSE) {
          return bounds.marked(ellipse());
        }
        if (type == 7 && subtype == ROTATED_RECTANGLE) {
          return bounds.outlined(List.of(rotatedRectangle().outer()));
        }
        if ((bytes.getShort(50) & SPLINE) != 0) {
          throw new IllegalArgumentException(
              "is a spline; make it a polygon in ImageJ: Edit > Selection > Interpolate");
        }
        return bounds.outlined(List.of(polygon().outer()));
      }
      default ->
          throw new IllegalArgumentException(
              "is a selection of kind "
                  + (type >= 0 && type < TYPES.size() ? "\"" + TYPES.get(type) + "\"" : type)
                  + ", which has no area; draw an oval, ellipse, rectangle or polygon, or remove"
                  + " it");
    }
  }

  /** Returns x, y, width and height. */
  private double[] rectangle() {
    if (isSubPixel() && bytes.getShort(4) >= 223) {
      return new double[] {
        bytes.getFloat(18), bytes.getFloat(22), bytes.getFloat(26), bytes.getFloat(30)
      };
    }
    int top = whole(8);
    int left = whole(10);
    return new double[] {left, top, whole(14) - left, whole(12) - top};
  }

  /** Sixteen bits with a sign; but what is far below 0 lies beyond 32,767, as in ImageJ. */
  private int whole(int at) {
    int signed = bytes.getShort(at);
    return signed < LEAST_WHOLE ? signed & 0xFFFF : signed;
  }

  private boolean isSubPixel() {
    return bytes.getShort(4) >= 222 && (bytes.getShort(50) & SUB_PIXEL) != 0;
  }

  /** The ends of the major axis, and minor over major. */
  private Ellipse ellipse() {
    double x1 = bytes.getFloat(18);
    double y1 = bytes.getFloat(22);
    double x2 = bytes.getFloat(26);
    double y2 = bytes.getFloat(30);
    double axis = Math.hypot(x2 - x1, y2 - y1);
    double other = axis * bytes.getFloat(52);
    double angle = Math.atan2(y1 - y2, x2 - x1) + (other > axis ? Math.PI / 2 : 0);
    return new Ellipse(
        (x1 + x2) / 2,
        (y1 + y2) / 2,
        Math.max(axis, other),
        Math.min(axis, other),
        Ellipse.wrapOrientation(angle));
  }

  /** The ends of the center line, and the width across it. */
  private Polygon rotatedRectangle() {
    double x1 = bytes.getFloat(18);
    double y1 = bytes.getFloat(22);
    double x2 = bytes.getFloat(26);
    double y2 = bytes.getFloat(30);
    double length = Math.hypot(x2 - x1, y2 - y1);
    double half = bytes.getFloat(52) / 2;
    double dx = -(y2 - y1) / length * half;
    double dy = (x2 - x1) / length * half;
    return new Polygon(
        List.of(
            new Point(x1 - dx, y1 - dy),
            new Point(x2 - dx, y2 - dy),
            new Point(x2 + dx, y2 + dy),
            new Point(x1 + dx, y1 + dy)));
  }

  private Polygon polygon() {
    int count = bytes.getShort(16) & 0xFFFF;
    if (count == 0) {
      count = bytes.getInt(18); // more than the field holds
    }
    if (count < 3 || count > bytes.limit() / 4) {
      throw new IllegalArgumentException(
          "has " + count + " corners; an outline has at least 3, or it is cut short");
    }
    int left = whole(10);
    int top = whole(8);
    List<Point> corners = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (isSubPixel()) {
        int at = HEADER + 4 * count + 4 * i;
        corners.add(new Point(bytes.getFloat(at), bytes.getFloat(at + 4 * count)));
      } else {
        int at = HEADER + 2 * i;
        corners.add(new Point(left + whole(at), top + whole(at + 2 * count)));
      }
    }
    return new Polygon(corners);
  }

  /** A path of move, line and close, each a number and its point. */
  private List<Polygon> composition(int floats) {
    List<Polygon> lines = new ArrayList<>();
    List<Point> corners = new ArrayList<>();
    for (int i = 0; i < floats; ) {
      int segment = (int) at(i++);
      switch (segment) {
        case 0, 1 -> {
          if (segment == 0) {
            close(corners, lines);
          }
          corners.add(new Point(at(i), at(i + 1)));
          i += 2;
        }
        case 4 -> close(corners, lines);
        default ->
            throw new IllegalArgumentException(
                "is composed of curves; make it a polygon in ImageJ: Edit > Selection >"
                    + " Interpolate, or draw its parts apart");
      }
    }
    close(corners, lines);
    return nested(lines);
  }

  private float at(int index) {
    return bytes.getFloat(HEADER + 4 * index);
  }

  private static void close(List<Point> corners, List<Polygon> lines) {
    if (corners.size() > 1 && corners.get(0).equals(corners.get(corners.size() - 1))) {
      corners.remove(corners.size() - 1);
    }
    if (corners.size() >= 3) {
      lines.add(new Polygon(corners));
    }
    corners.clear();
  }

  /** ImageJ fills by even and odd: a line within another is a hole, whichever way it runs. */
  private static List<Polygon> nested(List<Polygon> lines) {
    List<Polygon> outline = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int depth = 0;
      for (int j = 0; j < lines.size(); j++) {
        depth += i != j && lines.get(j).surrounds(lines.get(i)) ? 1 : 0;
      }
      Polygon line = lines.get(i).outer();
      outline.add(depth % 2 == 0 ? line : line.reversed());
    }
    return outline;
  }

  /** An ellipse that Loupe wrote and nobody has changed since keeps its box. */
  private Annotation withOwnBox(Annotation mark, MicrographBounds bounds) {
    Optional<double[]> box = numbers("box", 4);
    Optional<double[]> of = numbers("box_of", 5);
    if (mark.ellipse().isEmpty() || box.isEmpty() || of.isEmpty()) {
      return mark;
    }
    Ellipse now = mark.ellipse().get();
    double[] then = of.get();
    boolean same =
        Math.abs(now.centerX() - then[0]) < SAME_PX
            && Math.abs(now.centerY() - then[1]) < SAME_PX
            && Math.abs(now.majorAxisLength() - then[2]) < SAME_PX
            && Math.abs(now.minorAxisLength() - then[3]) < SAME_PX
            && Math.abs((then[2] - then[3]) * Math.sin(now.orientation() - then[4])) < SAME_PX;
    double[] b = box.get();
    return same ? mark.withBox(bounds.cut(b[0], b[1], b[0] + b[2], b[1] + b[3])) : mark;
  }

  private Optional<double[]> numbers(String key, int count) {
    return property(key)
        .flatMap(
            text -> {
              try {
                double[] numbers =
                    Arrays.stream(text.split(" +", -1)).mapToDouble(Double::parseDouble).toArray();
                return numbers.length == count ? Optional.of(numbers) : Optional.empty();
              } catch (NumberFormatException e) {
                return Optional.empty(); // another program's property of that name
              }
            });
  }

  private Optional<String> defectClass() {
    Optional<String> named = property("class");
    if (named.isPresent()) {
      return named;
    }
    int second = bytes.getInt(60);
    if (second <= 0 || second + 48 > bytes.limit()) {
      return Optional.empty();
    }
    int group = bytes.get(second + 30) & 0xFF;
    return group == 0 ? Optional.empty() : Optional.of(Integer.toString(group));
  }

  /** Returns the text of a property; empty if it is not there or blank. */
  private Optional<String> property(String key) {
    int second = bytes.getInt(60);
    if (second <= 0 || second + 48 > bytes.limit()) {
      return Optional.empty();
    }
    int offset = bytes.getInt(second + 40);
    int length = bytes.getInt(second + 44);
    if (offset > 0 && length > 0 && offset + 2L * length <= bytes.limit()) {
      byte[] text = new byte[2 * length];
      bytes.get(offset, text);
      String begin = key + ":";
      for (String line : new String(text, StandardCharsets.UTF_16BE).lines().toList()) {
        if (line.startsWith(begin) && !line.substring(begin.length()).isBlank()) {
          return Optional.of(line.substring(begin.length()).strip());
        }
      }
    }
    return Optional.empty();
  }
}
