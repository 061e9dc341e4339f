package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a run writes is the same to the last byte, however many threads it has and wherever its
 * user lives; but for times, and for what names the run.
 */
class SameBytesTest {

  /** What tells of the run itself, or of the time. */
  private static final List<String> OF_THE_RUN =
      List.of(
          "run.json", "report.html", "report.pdf", "images.csv", "results.xlsx", "resume.jsonl");

  @TempDir private Path root = Path.of("");

  private Path run(String name, Locale locale, int threads) throws IOException {
    Path out = root.resolve(name);
    Locale before = Locale.getDefault();
    Locale.setDefault(locale);
    try {
      Loupe run =
          Loupe.run(
              "analyze",
              root.resolve("images"),
              "--cascade",
              root.resolve("cascade.xml"),
              "--pixel-size",
              "0.478nm",
              "--pixel-size-uncertainty",
              "1%",
              "--thickness",
              "100nm+-20%",
              "--export",
              "imagej-roi,coco,geojson,masks,yolo,xlsx",
              "--plots",
              "svg,png",
              "--pdf",
              "--threads",
              threads,
              "--out",
              out);
      assertThat(run.exitCode()).as(run.err()).isZero();
    } finally {
      Locale.setDefault(before);
    }
    return out;
  }

  private static Map<String, byte[]> files(Path out) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(out)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = out.relativize(file).toString().replace('\\', '/');
        if (!OF_THE_RUN.contains(name)) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  @Test
  void threadsAndLocaleChangeNoByte() throws IOException {
    Scene.cascade(root);
    for (int i = 0; i < 6; i++) {
      // a name with the letters that Turkish writes otherwise
      Scene.rings(root.resolve("images/IMAGE i" + i + ".png"), 30 + 5 * i, 30, 90, 60 - 3 * i);
    }
    Path first = run("first", Locale.ROOT, 1);
    Map<String, byte[]> expected = files(first);
    assertThat(expected)
        .containsKeys(
            "defects.csv",
            "histograms.csv",
            "budget.csv",
            "columns.json",
            "summary.json",
            "annotations.json",
            "rois/IMAGE i0.zip",
            "masks/IMAGE i0.png",
            "plots/size-histogram.svg",
            "plots/size-histogram.png",
            "overlays/IMAGE i0.png");
    int number = 0;
    for (String tag : List.of("tr-TR", "de-DE", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva")) {
      for (int threads : List.of(2, 8)) {
        Path other = run("other" + number++, Locale.forLanguageTag(tag), threads);
        Map<String, byte[]> actual = files(other);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        for (Map.Entry<String, byte[]> file : actual.entrySet()) {
          assertThat(file.getValue())
              .as(file.getKey() + ", " + tag + ", threads " + threads)
              .isEqualTo(expected.get(file.getKey()));
        }
        Tables.assertSame(first, other); // images.csv but for the time
        assertThat(text(other)).isEqualTo(text(first));
      }
    }
  }

  /** Returns the words of the PDF but for those of the run. */
  private static String text(Path out) throws IOException {
    try (var pdf = org.apache.pdfbox.Loader.loadPDF(out.resolve("report.pdf").toFile())) {
      String settings =
          new ObjectMapper().readTree(out.resolve("run.json").toFile()).path("started").asText();
      assertThat(settings).isNotEmpty();
      return new org.apache.pdfbox.text.PDFTextStripper()
          .getText(pdf)
          .lines()
          .takeWhile(line -> !line.contains("How it was made"))
          .filter(line -> !line.contains("UTC"))
          .reduce("", (a, b) -> a + "\n" + b);
    }
  }
}
