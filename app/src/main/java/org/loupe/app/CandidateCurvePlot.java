package org.loupe.app;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.loupe.training.cascade.CurvePoint;

/**
 * Recall against candidates in a micrograph: a line a number of stages, a point a minimum of
 * neighbors.
 */
final class CandidateCurvePlot {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 700;

  /** Pixels of the file for each of the chart: sharp in print. */
  private static final int SCALE = 2;

  /** More lines than this cannot be told apart. */
  private static final int MAX_LINES = 8;

  /** Candidates a label beyond which nobody would go. */
  private static final double SHOWN = 8;

  private static final Color CHOSEN = new Color(0xD5, 0x5E, 0x00);

  private CandidateCurvePlot() {}

  static void write(List<CurvePoint> curve, Optional<CurvePoint> chosen, Path file)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Recall against candidates on validation micrographs")
            .xAxisTitle("candidates in a micrograph")
            .yAxisTitle("recall (centers within 20 px)")
            .build();
    style(chart.getStyler());
    List<Integer> stages = shown(curve, chosen);
    for (int i = 0; i < stages.size(); i++) {
      int count = stages.get(i);
      List<CurvePoint> points =
          curve.stream()
              .filter(p -> p.stages() == count && p.candidatesPerAnnotation() <= SHOWN)
              .toList();
      if (points.isEmpty()) {
        continue;
      }
      XYSeries line =
          chart.addSeries(
              count + (count == 1 ? " stage" : " stages"),
              points.stream().mapToDouble(CurvePoint::candidatesPerMicrograph).toArray(),
              points.stream().mapToDouble(p -> p.counts().recall()).toArray());
      float shade = stages.size() == 1 ? 0 : (float) i / (stages.size() - 1);
      line.setLineColor(color(shade));
      line.setMarkerColor(color(shade));
      line.setMarker(SeriesMarkers.CIRCLE);
      line.setLineStyle(new BasicStroke(1.5f));
    }
    chosen.ifPresent(point -> mark(chart, point));
    BufferedImage image =
        new BufferedImage(SCALE * WIDTH, SCALE * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    try (OutputStream out = Files.newOutputStream(file)) {
      ImageIO.write(image, "png", out);
    }
  }

  private static void mark(XYChart chart, CurvePoint point) {
    XYSeries series =
        chart.addSeries(
            "chosen: " + point.stages() + " stages, minimum of neighbors " + point.minNeighbors(),
            new double[] {point.candidatesPerMicrograph()},
            new double[] {point.counts().recall()});
    series.setMarker(SeriesMarkers.DIAMOND);
    series.setMarkerColor(CHOSEN);
    series.setLineColor(CHOSEN);
  }

  /** Returns numbers of stages from the first to the last, and the chosen one. */
  private static List<Integer> shown(List<CurvePoint> curve, Optional<CurvePoint> chosen) {
    List<Integer> all = curve.stream().map(CurvePoint::stages).distinct().sorted().toList();
    TreeSet<Integer> shown = new TreeSet<>();
    int lines = Math.min(MAX_LINES, all.size());
    for (int i = 0; i < lines; i++) {
      shown.add(all.get(lines == 1 ? 0 : i * (all.size() - 1) / (lines - 1)));
    }
    chosen.ifPresent(p -> shown.add(p.stages()));
    return List.copyOf(shown);
  }

  /** From light to dark blue, which also tells in gray. */
  private static Color color(float shade) {
    return new Color(
        Math.round(170 - 170 * shade),
        Math.round(205 - 155 * shade),
        Math.round(235 - 115 * shade));
  }

  private static void style(org.knowm.xchart.style.XYStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.InsideSE);
    styler.setMarkerSize(7);
    styler.setXAxisMin(0.0);
    styler.setYAxisMax(1.0);
    styler.setYAxisDecimalPattern("0.00");
  }
}
