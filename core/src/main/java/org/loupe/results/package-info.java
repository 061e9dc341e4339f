/**
 * What a program or a person found, read from the files that they left: results to be judged.
 *
 * <p>{@link org.loupe.results.ResultFiles} opens a folder of results of Loupe, a table of boxes or
 * ellipses, detections in COCO's JSON, or labels of any other format, and brings the names of the
 * images to those of a labeled set. Nothing is dropped in silence: what cannot be read or belongs
 * to no image is an error that names the file, the place and the remedy.
 */
@NullMarked
package org.loupe.results;

import org.jspecify.annotations.NullMarked;
