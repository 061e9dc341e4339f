package org.loupe.screen;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the library that runs networks does by itself. */
class NetworkRuntimeTest {

  private static final int ARGUMENTS = 2000;

  @TempDir private Path folder = Path.of("");

  /** Loads a network; its arguments are of no use but to be there. */
  static final class Loader {

    private Loader() {}

    public static void main(String[] arguments) throws ScreenerFormatException {
      byte[] onnx = new TinyNetwork(TinyNetwork.PATCH).scalarWeights(1, 0, 0).screener().onnx();
      new ScreenerNetwork(onnx, TinyNetwork.PATCH).close();
      System.out.println("loaded, " + arguments.length + " arguments");
    }
  }

  /** As a shell makes them of {@code loupe analyze *.tif}: one release of ONNX Runtime died. */
  @Test
  void aLongCommandLineIsNoTrouble() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Loader.class.getName());
    command.addAll(Collections.nCopies(ARGUMENTS, "a/folder/of/micrographs/micrograph.tif"));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(output).content().contains("loaded, " + ARGUMENTS + " arguments");
    assertThat(process.exitValue()).isZero();
  }

  /** Where one release of ONNX Runtime sends what it is used for. */
  @Test
  void itsLibrariesKnowNoCollectorOfUsageData() throws Exception {
    Path jar =
        Path.of(OrtEnvironment.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    int libraries = 0;
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().contains("/native/") && !entry.isDirectory()) {
          try (InputStream in = zip.getInputStream(entry)) {
            String content = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(content.contains("events.data.microsoft.com")).as(entry.getName()).isFalse();
            libraries++;
          }
        }
      }
    }
    assertThat(libraries).isGreaterThan(3);
  }
}
