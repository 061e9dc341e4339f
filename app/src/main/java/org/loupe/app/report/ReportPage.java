package org.loupe.app.report;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.loupe.app.report.TrainingReport.Provenance;
import org.loupe.evaluate.MatchCounts;
import org.loupe.evaluate.MeasuredLabels;
import org.loupe.model.ModelValidation;
import org.loupe.model.SizeClassRecall;
import org.loupe.training.ScreeningValidation;
import org.loupe.training.TrainedModel;
import org.loupe.training.ValidatedMicrograph;
import org.loupe.trust.TrustBasis;

/** The report for people: one HTML page that loads nothing and runs nothing. */
final class ReportPage {

  /** Pictures of each kind of disagreement; with their size this bounds the page's. */
  private static final int MAX_THUMBNAILS = 24;

  private final Provenance provenance;
  private final TrainedModel trained;
  private final ReportFigures figures;
  private final MeasuredSizes sizes;
  private final Markup page = new Markup();

  ReportPage(
      Provenance provenance, TrainedModel trained, ReportFigures figures, MeasuredSizes sizes) {
    this.provenance = provenance;
    this.trained = trained;
    this.figures = figures;
    this.sizes = sizes;
  }

  String text() throws IOException {
    page.open("html", "lang", "en");
    PageHead.write(page, provenance.title() + " \u2013 validation report");
    page.open("body");
    page.element("h1", provenance.title());
    page.element("p", "Validation report \u00b7 " + provenance.dataset(), "class", "quiet");
    writeSummary();
    writeCharts();
    writeSizes();
    writeMeasurement();
    writeGroups();
    writeMicrographs();
    writeDisagreements();
    writeProvenance();
    page.close().close();
    return page.finish();
  }

  private void writeSummary() {
    Group all = figures.all();
    ModelValidation validation = trained.validation();
    page.element("h2", "How good the model is");
    page.element(
        "p",
        String.format(
            Locale.ROOT,
            "People labeled %s on %s. The model found %s of them (recall) and %s of its %s are"
                + " right (precision), if a detection counts as right when its center is within"
                + " 20 pixels of a label's. By the strict rule, which also asks for the right size"
                + " and counts each label once, it found %s and %s are right.",
            Numbers.count(all.labels(), "defect", "defects"),
            Numbers.count(all.micrographs(), "micrograph", "micrographs"),
            Numbers.percent(all.center().recall()),
            Numbers.percent(all.center().precision()),
            Numbers.count(all.detections(), "detection", "detections"),
            Numbers.percent(all.strict().recall()),
            Numbers.percent(all.strict().precision())),
        "class",
        "lead");
    page.element(
        "p",
        String.format(
            Locale.ROOT,
            "These are figures of %s: each micrograph was judged by a detector and a network that"
                + " had learned from other series only; the judged series had a part only in the"
                + " choice of the network's hard examples. The model itself then learned from"
                + " everything. Its threshold (probability %.2f), the calibration of its"
                + " probabilities and the length of its detector were chosen on these same"
                + " figures; expect slightly less on new micrographs of the same kind, and"
                + " possibly much less on micrographs of another kind.",
            validation.method(),
            figures.minProbability()));
    writeSteps(all);
    writeTrust();
    page.element("p", "Centers within 20 px: " + Group.centerRule() + ".", "class", "quiet");
    page.element("p", "Strict: " + Group.strictRule() + ".", "class", "quiet");
  }

  /** Says what the model knows of its own limits. */
  private void writeTrust() {
    if (trained.trust().isEmpty()) {
      page.element(
          "p",
          "From so few micrographs or series the model cannot learn what it is for: analyses with it"
              + " will not warn of images that are unlike these.",
          "class",
          "quiet");
      return;
    }
    TrustBasis trust = trained.trust().get();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Analyses with this model say of each image how unlike it is to the %s here"
                + " (domain_distance; above 1 is out of the domain, where %s of these are, seen from"
                + " the other series).",
            Numbers.count(trust.domain().points().size(), "micrograph", "micrographs"),
            Numbers.percent(trust.domain().exceeding())));
    trust
        .f1()
        .ifPresent(
            f1 ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        " Within it they predict F1 by the strict rule with a mean absolute error of"
                            + " %.3f on micrographs of unseen series; the mean of all, %.3f, as the"
                            + " only prediction is off by %.3f.",
                        f1.error(),
                        f1.mean(),
                        f1.constantError())));
    page.element("p", text.toString());
  }

  private void writeSteps(Group all) {
    page.open("div", "class", "wide").open("table").open("thead");
    page.open("tr");
    page.element("th", "", "class", "name").element("th", "", "colspan", 2);
    page.element("th", "centers within 20 px", "class", "span", "colspan", 3);
    page.element("th", "strict", "class", "span", "colspan", 3).close();
    page.open("tr");
    page.element("th", "", "class", "name");
    page.element("th", "boxes").element("th", "boxes a label");
    for (int rule = 0; rule < 2; rule++) {
      page.element("th", "recall").element("th", "precision").element("th", "F1");
    }
    page.close().close().open("tbody");
    writeStep("Module I alone: the detector", all, all.candidatesCenter(), all.candidatesStrict());
    writeStep("Modules I and II: detector and network", all, all.center(), all.strict());
    page.close().close().close();
  }

  private void writeStep(String name, Group all, MatchCounts center, MatchCounts strict) {
    page.open("tr").element("td", name, "class", "name");
    page.element("td", Numbers.whole(center.detections()));
    page.element("td", Numbers.decimal((double) center.detections() / all.labels()));
    writeRates(center);
    writeRates(strict);
    page.close();
  }

  private void writeRates(MatchCounts counts) {
    page.element("td", Numbers.rate(counts.recall()));
    page.element("td", Numbers.rate(counts.precision()));
    page.element("td", Numbers.rate(counts.f1()));
  }

  private void writeCharts() {
    page.element("h2", "Threshold and probabilities");
    page.element(
        "p",
        "First: a higher threshold gives fewer detections, of which more are right. The dots are"
            + " what the model does by default. Second: how far its probabilities can be believed;"
            + " of all boxes with a probability near 0.7, seven in ten should have a label. A box"
            + " has one here if the two overlap by "
            + ScreeningValidation.RIGHT_IOU
            + " or more, one to one.");
    page.open("div", "class", "charts");
    page.open("figure");
    CurveChart.draw(page, trained.validation(), figures.all().candidatesCenter());
    page.close().open("figure");
    ReliabilityChart.draw(page, figures.bins());
    page.close().close();
    page.element(
        "p",
        String.format(
            Locale.ROOT,
            "On average the probabilities are off by %.3f (expected calibration error). They come"
                + " from the network's answers with temperature %.3f and offset %.3f.",
            trained.validation().calibrationError(),
            trained.screener().settings().temperature(),
            trained.screener().settings().offset()));
  }

  private void writeSizes() {
    List<SizeClassRecall> classes = trained.validation().recallBySize();
    page.element("h2", "Recall by size");
    if (classes.isEmpty()) {
      page.element("p", "There are no labels.");
      return;
    }
    page.element("p", "At the operating point; by the longer side of the label's box.");
    page.open("div", "class", "wide").open("figure");
    SizeChart.draw(page, classes, "centers within 20 px");
    page.close().close();
  }

  /** Says how the sizes compare with the shapes that people drew, if they drew any. */
  private void writeMeasurement() {
    if (sizes.isEmpty()) {
      return;
    }
    MeasuredLabels.Figures measured = sizes.ofModel();
    page.element("h2", "Sizes");
    page.element(
        "p",
        String.format(
            Locale.ROOT,
            "Of %s with a shape that a detection matches by the strict rule, the measured major axis"
                + " has a mean of %s px where the labels have %s (%s) and a standard deviation of %s"
                + " px where they have %s (%s); the difference changes with the size by %s. %s off by"
                + " more than %.0f %%.",
            Numbers.count(measured.labels().count(), "label", "labels"),
            Numbers.decimal(measured.results().mean().orElse(Double.NaN)),
            Numbers.decimal(measured.labels().mean().orElse(Double.NaN)),
            MeasurementReport.signed(measured.meanError()),
            Numbers.decimal(measured.results().standardDeviation().orElse(Double.NaN)),
            Numbers.decimal(measured.labels().standardDeviation().orElse(Double.NaN)),
            MeasurementReport.signed(measured.sdError()),
            MeasurementReport.trend(measured),
            Numbers.count(measured.failures(), "is", "are"),
            100 * MeasuredLabels.FAILED));
    EvaluationCharts.drawDifferences(page, measured);
    page.element(
        "p",
        "The model measures by "
            + sizes.method()
            + ". What the other methods make of the same detections; analyze --measurement takes"
            + " another, and combine --measurement makes it the model's own:");
    page.open("div", "class", "wide").open("table").open("thead").open("tr");
    page.element("th", "method", "class", "name").element("th", "mean (px)");
    page.element("th", "error").element("th", "error of the SD").element("th", "trend");
    page.element("th", "off by > 20 %").close().close().open("tbody");
    sizes.byMethod().forEach(this::writeMethod);
    page.close().close().close();
  }

  private void writeMethod(String name, MeasuredLabels.Figures of) {
    page.open("tr").element("td", name, "class", "name");
    page.element("td", Numbers.decimal(of.results().mean().orElse(Double.NaN)));
    page.element("td", MeasurementReport.signed(of.meanError()));
    page.element("td", MeasurementReport.signed(of.sdError()));
    page.element("td", MeasurementReport.trend(of));
    page.element("td", Numbers.whole(of.failures()));
    page.close();
  }

  private void writeGroups() {
    if (!figures.bySet().isEmpty()) {
      page.element("h2", "By labeled set");
      page.element(
          "p",
          "One model, one threshold for all: people of different sets label by different rules, and a"
              + " set of its own has a model that suits it better.");
      page.open("div", "class", "wide").open("table");
      writeGroupHead("set");
      page.open("tbody");
      figures.bySet().forEach((name, group) -> writeGroup(name, group, ""));
      writeGroup("all", figures.all(), "all");
      page.close().close().close();
    }
    page.element("h2", "By fold and by series");
    page.element(
        "p",
        "A series is what neighboring fields of one specimen share. It lies in one fold as a whole"
            + " (by set: the whole set does): no model that judges it was trained on it.");
    page.open("div", "class", "wide").open("table");
    writeGroupHead("fold");
    page.open("tbody");
    for (Map.Entry<Integer, Group> fold : figures.byFold().entrySet()) {
      writeGroup("fold " + (fold.getKey() + 1), fold.getValue(), "");
    }
    writeGroup("all", figures.all(), "all");
    page.close().close().close();
    page.open("div", "class", "wide").open("table");
    writeGroupHead("series");
    page.open("tbody");
    figures.bySeries().forEach((name, group) -> writeGroup(name, group, ""));
    page.close().close().close();
  }

  private void writeGroupHead(String name) {
    page.open("thead").open("tr");
    page.element("th", "", "class", "name").element("th", "", "colspan", 3);
    page.element("th", "Module I", "class", "span", "colspan", 2);
    page.element("th", "I + II, centers", "class", "span", "colspan", 3);
    page.element("th", "I + II, strict", "class", "span", "colspan", 3).close();
    page.open("tr").element("th", name, "class", "name");
    page.element("th", "images").element("th", "labels").element("th", "detections");
    page.element("th", "recall").element("th", "boxes a label");
    for (int rule = 0; rule < 2; rule++) {
      page.element("th", "recall").element("th", "precision").element("th", "F1");
    }
    page.close().close();
  }

  private void writeGroup(String name, Group group, String style) {
    page.open("tr", "class", style).element("td", name, "class", "name");
    page.element("td", Numbers.whole(group.micrographs()));
    page.element("td", Numbers.whole(group.labels()));
    page.element("td", Numbers.whole(group.detections()));
    page.element("td", Numbers.rate(group.candidatesCenter().recall()));
    page.element("td", Numbers.decimal(group.candidatesPerLabel()));
    writeRates(group.center());
    writeRates(group.strict());
    page.close();
  }

  private void writeMicrographs() {
    page.element("h2", "By micrograph");
    if (figures.bySeries().size() == trained.micrographs().size()) {
      // each its own series: nothing to fold into
      writeMicrographs("all micrographs", trained.micrographs());
      return;
    }
    for (String series : figures.bySeries().keySet()) {
      writeMicrographs(
          series,
          trained.micrographs().stream()
              .filter(m -> m.micrograph().series().equals(series))
              .toList());
    }
  }

  private void writeMicrographs(String title, List<ValidatedMicrograph> micrographs) {
    Group group = Group.of(micrographs, figures.minProbability());
    page.open("details");
    page.element(
        "summary",
        String.format(
            Locale.ROOT,
            "%s: %s, F1 %s by centers, %s strict",
            title,
            Numbers.count(micrographs.size(), "micrograph", "micrographs"),
            Numbers.rate(group.center().f1()),
            Numbers.rate(group.strict().f1())));
    page.open("div", "class", "wide").open("table");
    writeGroupHead("image");
    page.open("tbody");
    for (ValidatedMicrograph micrograph : micrographs) {
      writeGroup(
          micrograph.micrograph().name(),
          Group.of(List.of(micrograph), figures.minProbability()),
          "");
    }
    page.close().close().close().close();
  }

  private void writeDisagreements() throws IOException {
    page.element("h2", "Where model and labels disagree");
    page.element(
        "p",
        "Each picture is cut from a micrograph around one disagreement by the strict rule, with"
            + " two and a half times the box in view, or 64 pixels at least. A false alarm may be"
            + " a defect that nobody labeled, and a miss may be a label that another person would"
            + " not have drawn: people who label the same micrographs differ. Look before you"
            + " blame the model, and correct the labels where they are wrong.");
    page.open("p").element("span", "Sky blue: labels.", "class", "label").text(" ");
    page.element("span", "Orange: the model's boxes.", "class", "detection");
    page.text(
        " Thick: what the picture is about; thin: others nearby; dashed: a box that is too"
            + " improbable to be a detection. White: outside of the micrograph. The contrast of each"
            + " picture is stretched.");
    page.close();
    DisagreementPictures pictures = DisagreementPictures.read(figures, MAX_THUMBNAILS);
    page.element(
        "h2",
        "Misses: " + Numbers.count(count(true), "label", "labels") + " that no detection matches");
    for (Disagreement.Kind kind : Disagreement.Kind.values()) {
      if (kind.missed()) {
        pictures.write(page, kind);
      }
    }
    page.element(
        "h2",
        "False alarms: "
            + Numbers.count(count(false), "detection", "detections")
            + " that match no label");
    for (Disagreement.Kind kind : Disagreement.Kind.values()) {
      if (!kind.missed()) {
        pictures.write(page, kind);
      }
    }
  }

  private long count(boolean missed) {
    return figures.disagreements().stream().filter(d -> d.kind().missed() == missed).count();
  }

  private void writeProvenance() {
    page.element("h2", "How it was made");
    page.open("dl");
    writeTerm("Command", provenance.command());
    writeTerm("Program", "loupe " + provenance.programVersion());
    writeTerm("Data", provenance.dataset());
    writeTerm("Validation", trained.validation().method());
    writeTerm(
        "Module I",
        String.format(
            Locale.ROOT,
            "%s, minimum of neighbors %d",
            Numbers.count(trained.cascade().stages().size(), "stage", "stages"),
            trained.scan().minNeighbors()));
    writeTerm(
        "Module II",
        String.format(
            Locale.ROOT,
            "network of %,d bytes, %s, duplicates from an overlap of %s",
            trained.screener().onnx().length,
            Numbers.count(trained.screener().settings().passes(), "pass", "passes"),
            trained.screener().settings().maxOverlap()));
    writeTerm("Time", duration(provenance.elapsed()));
    page.close();
  }

  private void writeTerm(String term, String definition) {
    page.element("dt", term).element("dd", definition);
  }

  private static String duration(Duration elapsed) {
    long seconds = elapsed.toSeconds();
    return seconds < 120
        ? Numbers.count(seconds, "second", "seconds")
        : Numbers.count((seconds + 30) / 60, "minute", "minutes");
  }
}
