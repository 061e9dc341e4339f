package org.loupe.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.PixelSizeIndex;
import org.loupe.defect.Trust;
import org.loupe.evaluate.Mark;
import org.loupe.evaluate.MarkSet;
import org.loupe.evaluate.MarkedMicrograph;
import org.loupe.evaluate.MatchingRule.Outline;
import org.loupe.evaluate.StagedAnalyzer;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;
import org.loupe.results.FoundSet;

/** Gathers what is to be judged, micrograph by micrograph; not thread-safe. */
final class JudgedSet {

  /** Micrographs that a note names before it breaks off. */
  private static final int MOST_NAMES = 5;

  private final List<LabeledMicrograph> micrographs;
  private final Lengths lengths;

  /** Of labels, results and people's marks. */
  private final Set<String> classes = new TreeSet<>();

  private final Optional<String> onlyClass;
  private final PrintWriter err;
  private final List<MarkedMicrograph> judged = new ArrayList<>();
  private final List<MarkedMicrograph> candidates = new ArrayList<>();
  private final Map<String, Double> elapsedMs = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Integer> members = new TreeMap<>();
  private final List<String> unlike = new ArrayList<>();
  private final List<Double> expectedF1 = new ArrayList<>();
  private boolean screened;
  private int failed;

  /**
   * Where pixel sizes come from.
   *
   * @param given by the person; goes before all others
   * @param index of the labeled set, for files without their own
   */
  record Lengths(@Nullable Calibration given, PixelSizeIndex index) {

    private OptionalDouble pixelSizeNm(String name, Optional<Calibration> own) throws IOException {
      Optional<Calibration> known = given == null ? own : Optional.of(given);
      if (known.isEmpty()) {
        return index.find(name);
      }
      if (!known.get().isSquare()) {
        throw new IOException(name + ": pixels are not square: no one length describes a defect");
      }
      return OptionalDouble.of(known.get().pixelSizeNm());
    }
  }

  JudgedSet(
      List<LabeledMicrograph> micrographs,
      Lengths lengths,
      Optional<String> onlyClass,
      PrintWriter err) {
    this.micrographs = micrographs;
    this.lengths = lengths;
    this.onlyClass = onlyClass;
    this.err = err;
  }

  /**
   * Runs a model on all micrographs, one after the other: times of single images mean something.
   *
   * @param seen what is done to a micrograph before the model looks at it
   */
  void analyze(ModelBundle model, UnaryOperator<Micrograph> seen, Outline outline, int threads)
      throws IOException {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try (StagedAnalyzer analyzer = new StagedAnalyzer(model, outline)) {
      screened = analyzer.screens();
      for (LabeledMicrograph micrograph : micrographs) {
        try {
          analyze(micrograph, seen, analyzer, pool);
        } catch (IOException | OutOfMemoryError e) {
          failed++;
          err.println("loupe: " + Messages.withFile(micrograph.file(), e));
          err.flush();
        }
      }
    } finally {
      pool.shutdownNow();
    }
    if (!model.others().isEmpty()) {
      notes.add(
          "Micrographs by the member of the model that judged them: "
              + members.entrySet().stream()
                  .map(member -> member.getKey() + " " + member.getValue())
                  .collect(Collectors.joining(", ")));
    }
    noteTrust();
    noteFailures("failed and are left out; the errors name them");
  }

  private void add(String name, Trust trust) {
    if (trust.isOutOfDomain().orElse(false)) {
      unlike.add(name);
    }
    trust.predictedF1().ifPresent(expectedF1::add);
  }

  /** Says what the model knew of how good it would be, to be compared with how good it was. */
  private void noteTrust() {
    if (!unlike.isEmpty()) {
      notes.add(
          unlike.size()
              + " of "
              + judged.size()
              + " micrographs are unlike those that the model was trained on: "
              + String.join(", ", unlike.subList(0, Math.min(MOST_NAMES, unlike.size())))
              + (unlike.size() > MOST_NAMES ? ", ..." : "")
              + ".");
    }
    if (!expectedF1.isEmpty()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "What the model expected, before it saw a label: F1 %.2f by the strict rule (IoU"
                  + " 0.5), on the mean of %d micrographs.",
              expectedF1.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
              expectedF1.size()));
    }
  }

  private void analyze(
      LabeledMicrograph micrograph,
      UnaryOperator<Micrograph> seen,
      StagedAnalyzer analyzer,
      ForkJoinPool pool)
      throws IOException {
    long start = System.nanoTime();
    Micrograph image;
    try (MicrographFile open = MicrographReaders.open(micrograph.file())) {
      image = open.frame(0);
    }
    StagedAnalyzer.Stages stages = analyzer.analyze(seen.apply(image), pool);
    double ms = (System.nanoTime() - start) / 1e6;
    elapsedMs.put(micrograph.name(), ms);
    OptionalDouble pixelSize = lengths.pixelSizeNm(micrograph.name(), image.calibration());
    MarkedMicrograph labeled = labeled(micrograph, pixelSize);
    // a model has one class, whatever it is called
    judged.add(labeled.withDetections(stages.reported(), stages.ranking()));
    candidates.add(labeled.withDetections(stages.candidates()));
    members.merge(stages.member(), 1, Integer::sum);
    stages.trust().ifPresent(trust -> add(micrograph.name(), trust));
    err.printf(
        Locale.ROOT,
        "[%d/%d] %s: %d detections, %d annotations, %.0f ms%n",
        judged.size() + failed,
        micrographs.size(),
        micrograph.name(),
        stages.reported().size(),
        labeled.annotations().size(),
        ms);
    err.flush();
  }

  /** Takes results that are there already. */
  void take(FoundSet found) throws IOException {
    int unnamed = 0;
    for (LabeledMicrograph micrograph : micrographs) {
      List<Mark> marks = found.marks().get(micrograph.name());
      if (marks == null && found.coverage() == FoundSet.Coverage.ALL_IMAGES_ARE_NAMED) {
        failed++;
        continue;
      }
      unnamed += marks == null ? 1 : 0;
      OptionalDouble pixelSize;
      try (MicrographFile open = MicrographReaders.open(micrograph.file())) {
        pixelSize = lengths.pixelSizeNm(micrograph.name(), open.frame(0).calibration());
      }
      judged.add(
          labeled(micrograph, pixelSize).withDetections(asked(marks == null ? List.of() : marks)));
    }
    elapsedMs.putAll(found.elapsedMs());
    noteScores();
    noteFailures("have no result and are left out");
    if (unnamed > 0) {
      notes.add(
          unnamed
              + " of "
              + micrographs.size()
              + " micrographs are not named in the results; nothing was found there, or nobody"
              + " looked. They count as without detections.");
    }
  }

  /** Some with and some without score are no ranking. */
  private void noteScores() {
    int all = 0;
    int without = 0;
    String first = "";
    for (MarkedMicrograph micrograph : judged) {
      for (int i = 0; i < micrograph.detections().size(); i++) {
        all++;
        if (micrograph.detections().get(i).score().isEmpty()) {
          first = without++ == 0 ? "number " + (i + 1) + " of " + micrograph.name() : first;
        }
      }
    }
    if (without > 0 && without < all) {
      String note =
          without
              + " of "
              + all
              + " detections have no score, the first is "
              + first
              + ": there is no precision-recall curve, and in micrographs with such detections the"
              + " strict rule matches by overlap instead of by score.";
      notes.add(note);
      err.println("loupe: " + note);
    }
  }

  private void noteFailures(String what) {
    if (failed > 0) {
      notes.add(failed + " of " + micrographs.size() + " micrographs " + what + ".");
    }
  }

  private MarkedMicrograph labeled(LabeledMicrograph micrograph, OptionalDouble pixelSizeNm) {
    List<Mark> annotations = asked(micrograph.annotations().stream().map(Mark::of).toList());
    return new MarkedMicrograph(
        micrograph.name(),
        micrograph.widthPx(),
        micrograph.heightPx(),
        pixelSizeNm,
        annotations,
        List.of(),
        List.of());
  }

  /**
   * Checks that the class that is asked for occurs at all.
   *
   * @throws IOException if it occurs in neither labels nor results, but others do
   */
  void checkClass() throws IOException {
    if (onlyClass.isPresent() && !classes.isEmpty() && !classes.contains(onlyClass.get())) {
      throw new IOException(
          "--class "
              + onlyClass.get()
              + ": neither a label nor a result is of this class; the classes are "
              + String.join(", ", classes));
    }
  }

  private List<Mark> asked(List<Mark> marks) {
    marks.forEach(mark -> mark.defectClass().ifPresent(classes::add));
    return onlyClass.isEmpty()
        ? marks
        : marks.stream()
            .filter(m -> m.defectClass().map(onlyClass.get()::equals).orElse(true))
            .toList();
  }

  /** Returns a person's marks, of the class that is asked for. */
  MarkSet person(String name, FoundSet found) {
    Map<String, List<Mark>> marks = new LinkedHashMap<>();
    found.marks().forEach((image, list) -> marks.put(image, asked(list)));
    if (found.coverage() == FoundSet.Coverage.ONLY_IMAGES_WITH_MARKS) {
      int unnamed = 0;
      for (LabeledMicrograph micrograph : micrographs) {
        unnamed += marks.putIfAbsent(micrograph.name(), List.of()) == null ? 1 : 0;
      }
      if (unnamed > 0) {
        notes.add(
            unnamed
                + " of "
                + micrographs.size()
                + " micrographs are not named in the marks of "
                + name
                + ", who marked nothing there or did not look. They count as without marks.");
      }
    }
    return new MarkSet(name, marks);
  }

  List<MarkedMicrograph> judged() {
    return judged;
  }

  /** Returns what Module I found; empty if nothing screens it or only results are known. */
  Optional<List<MarkedMicrograph>> candidates() {
    return screened ? Optional.of(candidates) : Optional.empty();
  }

  Map<String, Double> elapsedMs() {
    return elapsedMs;
  }

  /** Returns what a reader should know; more may be added. */
  List<String> notes() {
    return notes;
  }

  int failed() {
    return failed;
  }
}
