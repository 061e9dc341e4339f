package org.loupe.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.ScanSettings;
import org.loupe.measure.MeasurementSettings;
import org.loupe.screen.ScreenerModel;
import org.loupe.trust.TrustBasis;

/**
 * Everything that turns a micrograph into measured defects of one class.
 *
 * @param name what the tables and the provenance call the model
 * @param sha256 hash of the file the model came from, in hexadecimal; empty if it was in none yet
 * @param defectClass name of the class of the defects it finds
 * @param cascade the detector (Module I)
 * @param scan how the detector scans
 * @param measurement how defects are measured (Module III)
 * @param screener what screens the detector's candidates (Module II); empty if nothing does
 * @param trust how micrographs that it is for are told from others, and how well it will do; only
 *     for the scan and the network it was learned with; empty if nobody knows
 * @param description where the model came from and how good it is; empty for a bare cascade
 */
public record ModelBundle(
    String name,
    String sha256,
    String defectClass,
    LbpCascade cascade,
    ScanSettings scan,
    MeasurementSettings measurement,
    Optional<ScreenerModel> screener,
    Optional<TrustBasis> trust,
    Optional<ModelDescription> description) {

  /** Name of the class when nobody gave one. */
  public static final String DEFAULT_CLASS = "defect";

  /**
   * Returns a model that is a cascade alone: nothing screens its candidates.
   *
   * @param file cascade in OpenCV's XML
   * @throws IOException if the file cannot be read or is not such a cascade
   */
  public static ModelBundle ofCascade(Path file, ScanSettings scan) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException("no such file; check the path: " + file, e);
    }
    String name = Objects.toString(file.getFileName(), file.toString());
    return new ModelBundle(
        name,
        FileHash.sha256(content),
        DEFAULT_CLASS,
        CascadeXml.read(new ByteArrayInputStream(content), file.toString()),
        scan,
        MeasurementSettings.defaults(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Returns a model that was just trained and is in no file yet; {@link ModelFile#write} gives it
   * its name and hash.
   */
  public static ModelBundle trained(
      String defectClass,
      LbpCascade cascade,
      ScanSettings scan,
      Optional<ScreenerModel> screener,
      ModelDescription description) {
    return new ModelBundle(
        "unsaved",
        "",
        defectClass,
        cascade,
        scan,
        MeasurementSettings.defaults(),
        screener,
        Optional.empty(),
        Optional.of(description));
  }

  /** Returns this model with another name for the class of its defects. */
  public ModelBundle withDefectClass(String other) {
    return new ModelBundle(
        name, sha256, other, cascade, scan, measurement, screener, trust, description);
  }

  /**
   * Returns this model with another way to scan; what is known of its results goes with the old.
   */
  public ModelBundle withScan(ScanSettings other) {
    return new ModelBundle(
        name,
        sha256,
        defectClass,
        cascade,
        other,
        measurement,
        screener,
        other.equals(scan) ? trust : Optional.empty(),
        description);
  }

  /** Returns this model with another way to measure. */
  public ModelBundle withMeasurement(MeasurementSettings other) {
    return new ModelBundle(
        name, sha256, defectClass, cascade, scan, other, screener, trust, description);
  }

  /** Returns this model with another screener: the same network with other settings. */
  public ModelBundle withScreener(ScreenerModel other) {
    return new ModelBundle(
        name,
        sha256,
        defectClass,
        cascade,
        scan,
        measurement,
        Optional.of(other),
        trust,
        description);
  }

  /** Returns this model with what is known of when to believe it. */
  public ModelBundle withTrust(Optional<TrustBasis> other) {
    return new ModelBundle(
        name, sha256, defectClass, cascade, scan, measurement, screener, other, description);
  }

  /** Returns this model with another description. */
  public ModelBundle withDescription(ModelDescription other) {
    return new ModelBundle(
        name, sha256, defectClass, cascade, scan, measurement, screener, trust, Optional.of(other));
  }
}
