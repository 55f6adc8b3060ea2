/** Classifiers of the Smile library as heads. Nothing else in Whittle knows Smile. */
package dev.whittle.classify.smile;
