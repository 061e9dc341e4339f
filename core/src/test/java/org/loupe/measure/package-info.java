@NullMarked
package org.loupe.measure;

import org.jspecify.annotations.NullMarked;
