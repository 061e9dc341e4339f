package org.loupe.app.report;

import java.util.List;
import org.loupe.micrograph.Calibration;

/** The table of all micrographs, which the page's script sorts by any column. */
final class MicrographTable {

  private MicrographTable() {}

  static void write(Markup page, List<ReportedMicrograph> micrographs) {
    page.element("h2", "All images");
    page.element(
        "p", "Click a heading to sort. More columns are in images.csv.", "class", "quiet noprint");
    page.open("div", "class", "wide").open("table", "class", "sortable").open("thead").open("tr");
    page.element("th", "no.").element("th", "image", "class", "name");
    page.element("th", "defects").element("th", "flagged");
    page.element("th", "mean major axis, nm").element("th", "mean major axis, px");
    page.element("th", "number density, m\u207b\u00b2");
    page.element("th", "pixel size, nm").element("th", "calibration", "class", "name");
    page.element("th", "size, px");
    page.close().close().open("tbody");
    micrographs.forEach(micrograph -> writeRow(page, micrograph));
    page.close().close().close();
  }

  private static void writeRow(Markup page, ReportedMicrograph micrograph) {
    page.open("tr");
    page.element("td", Integer.toString(micrograph.number()));
    page.open("td", "class", "name");
    if (micrograph.overlay().isPresent()) {
      page.element("a", micrograph.image(), "href", micrograph.overlay().get());
    } else {
      page.text(micrograph.image());
    }
    page.close();
    if (micrograph.error().isPresent()) {
      page.element("td", micrograph.error().get(), "class", "name failed", "colspan", 8);
      page.close();
      return;
    }
    page.element("td", Numbers.whole(micrograph.defects()), "data-v", micrograph.defects());
    page.element("td", Numbers.whole(micrograph.flagged()), "data-v", micrograph.flagged());
    number(page, micrograph.meanDiameterPx() * micrograph.pixelSizeNm(), false);
    number(page, micrograph.meanDiameterPx(), false);
    number(page, micrograph.densityPerM2(), true);
    number(page, micrograph.pixelSizeNm(), false);
    page.element(
        "td", micrograph.calibration().map(Calibration::source).orElse("unknown"), "class", "name");
    page.element(
        "td",
        micrograph.widthPx() + " \u00d7 " + micrograph.heightPx(),
        "class",
        "nowrap",
        "data-v",
        (long) micrograph.widthPx() * micrograph.heightPx());
    page.close();
  }

  private static void number(Markup page, double value, boolean power) {
    page.element(
        "td",
        power ? Numbers.scientific(value) : Numbers.significant(value),
        "class",
        "nowrap",
        "data-v",
        Double.isFinite(value) ? Double.toString(value) : "");
  }
}
