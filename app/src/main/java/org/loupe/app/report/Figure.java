package org.loupe.app.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A figure for a publication: one column (85 mm) wide, axes with units, and n.
 *
 * @param name of its file, without ending
 * @param title what it shows
 * @param height in points
 * @param drawing draws it
 */
public record Figure(String name, String title, double height, Consumer<Sheet> drawing) {

  /** Returns the figures of an analysis; those that it has data for. */
  static List<Figure> of(AnalysisReport report, ResultFigures figures) {
    List<Figure> all = new ArrayList<>();
    String unit = figures.unit();
    figures
        .sizes()
        .ifPresent(
            sizes ->
                all.add(
                    new Figure(
                        "size-histogram",
                        "Histogram of the diameters",
                        SheetChart.height(SizeHistogramChart.legendLines(sizes)),
                        sheet -> SizeHistogramChart.draw(ground(sheet), sizes, unit))));
    if (figures.densityInterval().isPresent()) {
      all.add(
          new Figure(
              "density-by-image",
              "Number density of each image",
              SheetChart.height(2),
              sheet -> DensityChart.draw(ground(sheet), report.micrographs(), figures)));
    }
    if (report.orientations().count() > 0) {
      all.add(
          new Figure(
              "orientation",
              "Orientation of the defects' long axes",
              SheetRose.HEIGHT,
              sheet -> SheetRose.draw(sheet, report.orientations())));
    }
    if (!figures.budgets().isEmpty()) {
      String sample =
          "n = "
              + Numbers.count(figures.defects(), "defect", "defects")
              + ", "
              + Numbers.count(figures.micrographs(), "image", "images");
      all.add(
          new Figure(
              "error-budget",
              "What the uncertainty is made of",
              SheetBudget.height(figures.budgets()),
              sheet -> SheetBudget.draw(sheet, figures.budgets(), sample)));
    }
    return List.copyOf(all);
  }

  private static Chart.Ground ground(Sheet sheet) {
    return (description, xTitle, across, yTitle, up, legendLines) ->
        new SheetChart(sheet, xTitle, across, yTitle, up);
  }

  /** Writes it as SVG. */
  public void writeSvg(OutputStream out) throws IOException {
    SvgSheet sheet = new SvgSheet(title, SheetChart.WIDTH, height);
    drawing.accept(sheet);
    out.write(sheet.finish().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes it as PNG of 600 pixels an inch. */
  public void writePng(OutputStream out) throws IOException {
    PngSheet sheet = new PngSheet(SheetChart.WIDTH, height);
    drawing.accept(sheet);
    sheet.write(out);
  }
}
