package org.loupe.app.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.evaluate.BlandAltman;
import org.loupe.evaluate.ClassConfusion;
import org.loupe.evaluate.Evaluation;
import org.loupe.evaluate.KolmogorovSmirnov;
import org.loupe.evaluate.MatchCounts;
import org.loupe.evaluate.MatchingRule;
import org.loupe.evaluate.PeopleAgreement;
import org.loupe.evaluate.PrecisionRecallCurve;
import org.loupe.evaluate.RuleFigures;
import org.loupe.evaluate.SizeAgreement;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.SizeStatistics;

/** The evaluation for people: one HTML page that loads nothing and runs nothing. */
final class EvaluationPage {

  /** Pictures of misses, and of false alarms; with their size this bounds the page's. */
  private static final int MAX_THUMBNAILS = 48;

  private final JudgedResults judged;
  private final Evaluation evaluation;
  private final Markup page = new Markup();

  EvaluationPage(JudgedResults judged) {
    this.judged = judged;
    this.evaluation = judged.evaluation();
  }

  String text() throws IOException {
    page.open("html", "lang", "en");
    PageHead.write(page, judged.origin().title() + " \u2013 evaluation");
    page.open("body");
    page.element("h1", judged.origin().title());
    page.element(
        "p",
        "Evaluation \u00b7 " + judged.origin().judged() + " \u00b7 " + judged.origin().dataset(),
        "class",
        "quiet");
    writeSummary();
    writeCurves();
    writeSizeClasses();
    if (judged.people().isPresent()) {
      writePeople(judged.people().get());
    }
    if (evaluation.confusion().isPresent()) {
      writeConfusion(evaluation.confusion().get());
    }
    writeSizes();
    writeTime();
    writeImages();
    writePictures();
    writeOrigin();
    page.close().close();
    return page.finish();
  }

  private void writeSummary() {
    MatchCounts paper = evaluation.reported().paper().pooled();
    MatchCounts strict = evaluation.reported().strict().pooled();
    page.element("h2", "Agreement with the labels");
    page.element(
        "p",
        String.format(
            Locale.ROOT,
            "People marked %s on %s. By the paper rule %s of them are found (recall) and %s of %s"
                + " are right (precision). By the strict rule, which also asks for the size and"
                + " counts each annotation once, %s are found and %s are right.",
            Numbers.count(paper.annotations(), "defect", "defects"),
            Numbers.count(evaluation.micrographs().size(), "micrograph", "micrographs"),
            Numbers.percent(paper.recall()),
            Numbers.percent(paper.precision()),
            Numbers.count(paper.detections(), "detection", "detections"),
            Numbers.percent(strict.recall()),
            Numbers.percent(strict.precision())),
        "class",
        "lead");
    for (String note : judged.origin().notes()) {
      page.element("p", note);
    }
    page.open("div", "class", "wide").open("table").open("thead").open("tr");
    for (String head : new String[] {"", "rule"}) {
      page.element("th", head, "class", "name");
    }
    for (String head :
        new String[] {
          "boxes", "boxes a label", "recall", "95 %", "precision", "95 %", "F1", "95 %", "AP"
        }) {
      page.element("th", head);
    }
    page.close().close().open("tbody");
    if (evaluation.moduleOne().isPresent()) {
      writeStage("Module I alone", evaluation.moduleOne().get());
      writeStage("Modules I and II", evaluation.reported());
    } else {
      writeStage("what is judged", evaluation.reported());
    }
    page.close().close().close();
    for (MatchingRule rule : evaluation.settings().rules()) {
      page.element("p", sentence(rule.words()), "class", "quiet");
    }
    page.element(
        "p",
        "Figures are pooled over all defects. Intervals are of 95 %: "
            + intervalMethod()
            + ". AP, the average precision, is the mean of the precision at the recalls 0, 0.01,"
            + " ..., 1 (COCO's 101 points). A dash is an undefined figure.",
        "class",
        "quiet");
  }

  private String intervalMethod() {
    return evaluation
        .reported()
        .strict()
        .recall()
        .map(ConfidenceInterval::method)
        .orElse("none can be given");
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }

  private void writeStage(String name, Evaluation.Stage stage) {
    for (RuleFigures figures : stage.rules()) {
      page.open("tr").element("td", name, "class", "name");
      page.element("td", figures.rule().id(), "class", "name");
      page.element("td", Numbers.whole(figures.pooled().detections()));
      page.element(
          "td",
          Numbers.decimal((double) figures.pooled().detections() / figures.pooled().annotations()));
      writeRates(figures);
      page.element(
          "td",
          Numbers.rate(
              figures
                  .curve()
                  .map(PrecisionRecallCurve::averagePrecision)
                  .orElseGet(OptionalDouble::empty)
                  .orElse(Double.NaN)));
      page.close();
    }
  }

  private void writeRates(RuleFigures figures) {
    page.element("td", Numbers.rate(figures.pooled().recall()));
    page.element("td", interval(figures.recall()));
    page.element("td", Numbers.rate(figures.pooled().precision()));
    page.element("td", interval(figures.precision()));
    page.element("td", Numbers.rate(figures.pooled().f1()));
    page.element("td", interval(figures.f1()));
  }

  private static String interval(Optional<ConfidenceInterval> interval) {
    return interval
        .map(i -> Numbers.rate(i.lower()) + "\u2013" + Numbers.rate(i.upper()))
        .orElse("\u2013");
  }

  private void writeCurves() {
    page.element("h2", "Precision against recall");
    if (evaluation.reported().strict().curve().isEmpty()) {
      page.element(
          "p", "Not all detections have scores: there is one point for each rule and no curve.");
    }
    page.open("figure");
    EvaluationCharts.drawCurves(page, evaluation);
    page.close();
  }

  private void writeSizeClasses() {
    page.element("h2", "By size");
    page.element(
        "p",
        "By the longer side of the box: recall of the annotations of this size, precision of the"
            + " detections of this size.");
    page.open("div", "class", "wide").open("figure");
    EvaluationCharts.drawSizes(page, evaluation);
    page.close().close();
    page.open("div", "class", "wide").open("table").open("thead").open("tr");
    page.element("th", "longer side (px)", "class", "name");
    page.element("th", "labels").element("th", "detections");
    for (String rule : new String[] {"paper", "strict"}) {
      page.element("th", rule + " recall").element("th", "95 %");
      page.element("th", rule + " precision").element("th", "95 %");
    }
    page.close().close().open("tbody");
    List<RuleFigures.SizeClass> paper = evaluation.reported().paper().sizes();
    List<RuleFigures.SizeClass> strict = evaluation.reported().strict().sizes();
    for (int i = 0; i < paper.size(); i++) {
      RuleFigures.SizeClass one = paper.get(i);
      page.open("tr");
      page.element(
          "td",
          Double.isInfinite(one.toPx())
              ? String.format(Locale.ROOT, "%.0f and more", one.fromPx())
              : String.format(Locale.ROOT, "%.0f\u2013%.0f", one.fromPx(), one.toPx()),
          "class",
          "name");
      page.element("td", Numbers.whole(one.counts().annotations()));
      page.element("td", Numbers.whole(one.counts().detections()));
      for (RuleFigures.SizeClass rule : List.of(one, strict.get(i))) {
        page.element("td", Numbers.rate(rule.counts().recall()));
        page.element("td", interval(rule.recall()));
        page.element("td", Numbers.rate(rule.counts().precision()));
        page.element("td", interval(rule.precision()));
      }
      page.close();
    }
    page.close().close().close();
  }

  private void writePeople(PeopleAgreement people) {
    page.element("h2", "People and the machine");
    page.element(
        "p",
        String.format(
            Locale.ROOT,
            "Everybody against \u201c%s\u201d, on the %s that all of them looked at. The reference is"
                + " one more view, not the truth: nobody can be expected to agree with it better"
                + " than people agree with each other.",
            judged.origin().reference(),
            Numbers.count(people.micrographs().size(), "micrograph", "micrographs")));
    page.open("div", "class", "charts");
    page.open("figure");
    EvaluationCharts.drawPeople(page, people, PeopleAgreement.Member::paper, "center");
    page.close().open("figure");
    EvaluationCharts.drawPeople(page, people, PeopleAgreement.Member::strict, "strict");
    page.close().close();
    page.open("div", "class", "wide").open("table").open("thead").open("tr");
    page.element("th", "who", "class", "name").element("th", "rule", "class", "name");
    for (String head :
        new String[] {
          "marks", "recall", "95 %", "precision", "95 %", "F1", "95 %", "minutes an image"
        }) {
      page.element("th", head);
    }
    page.close().close().open("tbody");
    for (PeopleAgreement.Member member : people.members()) {
      for (RuleFigures figures : List.of(member.paper(), member.strict())) {
        page.open("tr").element("td", member.name(), "class", "name");
        page.element("td", figures.rule().id(), "class", "name");
        page.element("td", Numbers.whole(figures.pooled().detections()));
        writeRates(figures);
        page.element("td", minutes(member)).close();
      }
    }
    page.close().close().close();
    writePairs(people);
  }

  private String minutes(PeopleAgreement.Member member) {
    double minutes =
        member.kind() == PeopleAgreement.Kind.MACHINE
            ? judged.meanElapsedMs().orElse(Double.NaN) / 60_000
            : judged.peopleMinutes().getOrDefault(member.name(), Double.NaN);
    return Double.isFinite(minutes) ? String.format(Locale.ROOT, "%.3g", minutes) : "\u2013";
  }

  private void writePairs(PeopleAgreement people) {
    List<String> names = new ArrayList<>();
    for (PeopleAgreement.Pair pair : people.pairs()) {
      for (String name : List.of(pair.first(), pair.second())) {
        if (!names.contains(name)) {
          names.add(name);
        }
      }
    }
    page.element("h3", "F1 of everybody with everybody");
    page.element("p", "Above the diagonal by the paper rule, below it by the strict rule.");
    page.open("div", "class", "wide").open("table").open("thead").open("tr");
    page.element("th", "", "class", "name");
    names.forEach(name -> page.element("th", name));
    page.close().close().open("tbody");
    for (int row = 0; row < names.size(); row++) {
      page.open("tr").element("td", names.get(row), "class", "name");
      for (int column = 0; column < names.size(); column++) {
        page.element("td", row == column ? "" : f1(people, names, row, column));
      }
      page.close();
    }
    page.close().close().close();
  }

  private static String f1(PeopleAgreement people, List<String> names, int row, int column) {
    String first = names.get(Math.min(row, column));
    String second = names.get(Math.max(row, column));
    for (PeopleAgreement.Pair pair : people.pairs()) {
      if (pair.first().equals(first) && pair.second().equals(second)) {
        return Numbers.rate((row < column ? pair.paper() : pair.strict()).f1());
      }
    }
    throw new IllegalStateException("everybody is compared with everybody");
  }

  private void writeConfusion(ClassConfusion confusion) {
    page.element("h2", "Classes");
    page.element(
        "p",
        "What annotations of each class (rows) are called (columns), by the strict rule; places are"
            + " matched without asking for the class. To the right recall and precision of each class"
            + " alone.");
    page.open("div", "class", "wide").open("table").open("thead").open("tr");
    page.element("th", "annotated as", "class", "name");
    confusion.classes().forEach(name -> page.element("th", name));
    page.element("th", "missed").element("th", "recall").element("th", "precision");
    page.close().close().open("tbody");
    for (int row = 0; row <= confusion.classes().size(); row++) {
      boolean last = row == confusion.classes().size();
      String name = last ? "nothing" : confusion.classes().get(row);
      page.open("tr").element("td", name, "class", "name");
      List<Integer> cells = confusion.counts().get(row);
      for (int column = 0; column < cells.size(); column++) {
        boolean corner = last && column == cells.size() - 1;
        page.element("td", corner ? "" : Numbers.whole(cells.get(column)));
      }
      page.element("td", last ? "" : Numbers.rate(confusion.ofClass(name).recall()));
      page.element("td", last ? "" : Numbers.rate(confusion.ofClass(name).precision()));
      page.close();
    }
    page.close().close().close();
  }

  private void writeSizes() {
    SizeAgreement sizes = evaluation.nanometers().orElse(evaluation.pixels());
    page.element("h2", "Number and size (Module III)");
    page.element(
        "p",
        "All detections beside all annotations, matched or not, as a paper would report them. The"
            + " diameter is the "
            + sizes.diameter().words()
            + (sizes.diameter() == SizeAgreement.Diameter.BOX_SIDE
                ? ", on both sides, because not everything has an ellipse; boxes that people draw are"
                    + " often wider than the defect"
                : "")
            + ". "
            + (evaluation.nanometers().isEmpty()
                ? "There is no pixel size: lengths are in pixels, which mean the same only at one"
                    + " magnification."
                : sizes.images().size() < evaluation.micrographs().size()
                    ? "Images without a pixel size are left out here."
                    : ""));
    writeSample(sizes);
    page.open("div", "class", "charts");
    page.open("figure");
    EvaluationCharts.drawDistributions(page, sizes);
    page.close();
    if (sizes.pairs().isPresent()) {
      page.open("figure");
      EvaluationCharts.drawDifferences(page, sizes.unit(), sizes.pairs().get());
      page.close();
    }
    page.close();
    writeSizeTests(sizes);
    writeSizesByImage(sizes);
  }

  private void writeSample(SizeAgreement sizes) {
    page.open("div", "class", "wide").open("table").open("thead").open("tr");
    page.element("th", "", "class", "name").element("th", "number");
    for (String head : new String[] {"mean", "standard deviation", "median"}) {
      page.element("th", head + " (" + sizes.unit() + ")");
    }
    page.close().close().open("tbody");
    writeSample("labels", sizes.labels());
    writeSample("results", sizes.results());
    page.close().close().close();
  }

  private void writeSample(String name, SizeStatistics sizes) {
    page.open("tr").element("td", name, "class", "name");
    page.element("td", Numbers.whole(sizes.count()));
    page.element("td", Numbers.decimal(sizes.mean().orElse(Double.NaN)));
    page.element("td", Numbers.decimal(sizes.standardDeviation().orElse(Double.NaN)));
    page.element("td", Numbers.decimal(sizes.median().orElse(Double.NaN)));
    page.close();
  }

  private void writeSizeTests(SizeAgreement sizes) {
    page.open("dl");
    writeTerm(
        "Error of the number, and so of the number density",
        signed(sizes.numberError(), sizes.numberErrorInterval()));
    writeTerm("Error of the mean diameter", signed(sizes.meanError(), sizes.meanErrorInterval()));
    if (sizes.distributions().isPresent()) {
      KolmogorovSmirnov test = sizes.distributions().get();
      writeTerm(
          "Kolmogorov-Smirnov test of the two size distributions",
          String.format(
              Locale.ROOT,
              "largest distance %.3f, p = %.2g. A small p says that they differ; as both are mostly"
                  + " the same defects, a large one does not say that they agree.",
              test.statistic(),
              test.pValue()));
    }
    if (sizes.pairs().isPresent()) {
      BlandAltman pairs = sizes.pairs().get();
      writeTerm(
          "Differences of matched defects (Bland and Altman)",
          String.format(
              Locale.ROOT,
              "%d pairs; bias %.2f %s (95 %%: %.2f to %.2f), limits of agreement %.2f and %.2f %s",
              pairs.pairs().size(),
              pairs.bias(),
              sizes.unit(),
              pairs.biasInterval().lower(),
              pairs.biasInterval().upper(),
              pairs.lowerLimit(),
              pairs.upperLimit(),
              sizes.unit()));
    }
    page.close();
  }

  private static String signed(OptionalDouble error, Optional<ConfidenceInterval> interval) {
    if (error.isEmpty()) {
      return "undefined";
    }
    return String.format(Locale.ROOT, "%+.1f %%", 100 * error.getAsDouble())
        + interval
            .map(
                i ->
                    String.format(
                        Locale.ROOT,
                        " (95 %%: %+.1f to %+.1f %%, by drawing images)",
                        100 * i.lower(),
                        100 * i.upper()))
            .orElse("");
  }

  private void writeSizesByImage(SizeAgreement sizes) {
    page.open("details").element("summary", "Each image");
    page.open("div", "class", "wide").open("table").open("thead").open("tr");
    page.element("th", "image", "class", "name");
    for (String head : new String[] {"number", "mean", "sd"}) {
      page.element("th", head + ", labels").element("th", head + ", results");
    }
    page.element("th", "error of the number").close().close().open("tbody");
    for (SizeAgreement.Image image : sizes.images()) {
      SizeStatistics labels = image.labelStatistics();
      SizeStatistics results = image.resultStatistics();
      page.open("tr").element("td", image.name(), "class", "name");
      page.element("td", Numbers.whole(labels.count()));
      page.element("td", Numbers.whole(results.count()));
      page.element("td", Numbers.decimal(labels.mean().orElse(Double.NaN)));
      page.element("td", Numbers.decimal(results.mean().orElse(Double.NaN)));
      page.element("td", Numbers.decimal(labels.standardDeviation().orElse(Double.NaN)));
      page.element("td", Numbers.decimal(results.standardDeviation().orElse(Double.NaN)));
      page.element("td", Numbers.percent(image.numberError().orElse(Double.NaN)));
      page.close();
    }
    page.close().close().close().close();
  }

  private void writeTime() {
    if (judged.meanElapsedMs().isEmpty() && judged.peopleMinutes().isEmpty()) {
      return;
    }
    page.element("h2", "Time");
    page.open("dl");
    if (judged.meanElapsedMs().isPresent()) {
      writeTerm(
          judged.origin().machine(),
          String.format(
              Locale.ROOT,
              "%.2f s an image, mean of %s, reading included",
              judged.meanElapsedMs().getAsDouble() / 1000,
              Numbers.count(judged.elapsedMs().size(), "image", "images")));
    }
    judged.peopleMinutes().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                writeTerm(
                    entry.getKey(),
                    String.format(
                        Locale.ROOT, "%.3g minutes an image, as given", entry.getValue())));
    page.close();
  }

  private void writeImages() {
    page.element("h2", "By image");
    page.element("p", "Intervals of single images are Wilson's; all of it is in images.csv.");
    page.open("div", "class", "wide").open("table").open("thead").open("tr");
    page.element("th", "image", "class", "name");
    page.element("th", "labels").element("th", "detections");
    for (String rule : new String[] {"paper", "strict"}) {
      page.element("th", rule + " recall").element("th", "95 %");
      page.element("th", rule + " precision").element("th", "95 %");
      page.element("th", rule + " F1");
    }
    page.close().close().open("tbody");
    List<RuleFigures.Image> strict = evaluation.reported().strict().images();
    List<RuleFigures.Image> paper = evaluation.reported().paper().images();
    for (int i = 0; i < paper.size(); i++) {
      page.open("tr").element("td", paper.get(i).name(), "class", "name");
      page.element("td", Numbers.whole(paper.get(i).counts().annotations()));
      page.element("td", Numbers.whole(paper.get(i).counts().detections()));
      for (RuleFigures.Image image : List.of(paper.get(i), strict.get(i))) {
        page.element("td", Numbers.rate(image.counts().recall()));
        page.element("td", interval(image.recall()));
        page.element("td", Numbers.rate(image.counts().precision()));
        page.element("td", interval(image.precision()));
        page.element("td", Numbers.rate(image.counts().f1()));
      }
      page.close();
    }
    page.close().close().close();
  }

  private void writePictures() throws IOException {
    EvaluationPictures pictures = EvaluationPictures.read(judged, MAX_THUMBNAILS);
    page.element("h2", "Where results and labels disagree");
    page.element(
        "p",
        "By the strict rule, the surest first. Not every disagreement is a mistake of the machine:"
            + " people overlook defects too, and draw boxes differently.");
    page.open("p").element("span", "Sky blue: annotations.", "class", "label").text(" ");
    page.element("span", "Orange: detections.", "class", "detection");
    page.text(
        " Thick: what the picture is about; thin: others nearby; dashed: below the threshold. White:"
            + " outside of the micrograph. The contrast of each picture is stretched.");
    page.close();
    page.element(
        "h3", "Misses: " + Numbers.count(pictures.missCount(), "annotation", "annotations"));
    pictures.writeMisses(page);
    page.element(
        "h3",
        "False alarms: " + Numbers.count(pictures.falseAlarmCount(), "detection", "detections"));
    pictures.writeFalseAlarms(page);
  }

  private void writeOrigin() {
    page.element("h2", "How it was made");
    page.open("dl");
    writeTerm("Command", judged.origin().command());
    writeTerm("Program", "loupe " + judged.origin().programVersion());
    writeTerm("Labels", judged.origin().dataset());
    writeTerm("Judged", judged.origin().judged());
    page.close();
  }

  private void writeTerm(String term, String definition) {
    page.element("dt", term).element("dd", definition);
  }
}
