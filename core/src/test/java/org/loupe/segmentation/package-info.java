@NullMarked
package org.loupe.segmentation;

import org.jspecify.annotations.NullMarked;
