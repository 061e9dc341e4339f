package org.loupe.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/** What COCO calls a segmentation: polygons, or the run lengths of a mask. */
public final class CocoOutline {

  private CocoOutline() {}

  /** What a mask says of the image that it lies on. */
  record MaskSize(int widthPx, int heightPx) {

    void check(MicrographBounds bounds) {
      if (widthPx != bounds.widthPx() || heightPx != bounds.heightPx()) {
        throw new IllegalArgumentException(
            "has a mask of "
                + widthPx
                + " x "
                + heightPx
                + " pixels, the micrograph has "
                + bounds.widthPx()
                + " x "
                + bounds.heightPx()
                + ": one of them was resized");
      }
    }
  }

  /** Returns the size of the image that a mask lies on; empty of polygons. */
  static Optional<MaskSize> size(JsonNode segmentation) {
    JsonNode size = segmentation.path("size");
    return segmentation.isObject()
        ? Optional.of(new MaskSize(size.path(1).asInt(), size.path(0).asInt()))
        : Optional.empty();
  }

  /**
   * Returns the lines round what is marked.
   *
   * @throws IllegalArgumentException if it is no segmentation
   */
  public static List<Polygon> of(JsonNode segmentation) {
    if (segmentation.isObject()) {
      return runs(segmentation).outline();
    }
    List<Polygon> outline = new ArrayList<>();
    for (JsonNode polygon : segmentation) {
      outline.add(polygon(JsonLabels.numbers(polygon).orElse(new double[0])).outer());
    }
    return outline;
  }

  private static Polygon polygon(double[] n) {
    if (n.length < 6 || n.length % 2 == 1) {
      throw new IllegalArgumentException(
          "a polygon is a list of at least 6 finite numbers, x and y in turn");
    }
    List<Point> corners = new ArrayList<>();
    for (int i = 0; i < n.length; i += 2) {
      corners.add(new Point(n[i], n[i + 1]));
    }
    return new Polygon(corners);
  }

  private static ColumnRuns runs(JsonNode segmentation) {
    JsonNode size = segmentation.path("size");
    JsonNode counts = segmentation.path("counts");
    int height = size.path(0).asInt();
    int width = size.path(1).asInt();
    if (size.size() != 2 || width <= 0 || height <= 0) {
      throw new IllegalArgumentException("a mask's size is [height, width], in pixels");
    }
    if (counts.isTextual()) {
      return new ColumnRuns(width, height, ColumnRuns.unpacked(counts.textValue()));
    }
    long[] lengths = new long[counts.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = counts.path(i).asLong(-1);
    }
    return new ColumnRuns(width, height, lengths);
  }
}
