/* Reference values for Hog from VLFeat 0.9.21 (Debian libvlfeat-dev); called by hog_reference.py.
 *   cc -O2 -o hog_vlfeat hog_vlfeat.c -lvl
 *   hog_vlfeat WIDTH HEIGHT BANDS CELL BILINEAR < planar bytes > text
 * Prints columns, rows and values per cell, then the values: cells row by row, the values of a cell together. */
#include <stdio.h>
#include <stdlib.h>
#include <vl/hog.h>

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  vl_size w = atoi(argv[1]), h = atoi(argv[2]), bands = atoi(argv[3]), cell = atoi(argv[4]), i, k;
  float *image = malloc(sizeof(float) * w * h * bands);
  for (i = 0; i < w * h * bands; i++) {
    int c = getchar();
    if (c == EOF) return 1;
    image[i] = (float)c;
  }
  VlHog *hog = vl_hog_new(VlHogVariantUoctti, 9, VL_FALSE);
  vl_hog_set_use_bilinear_orientation_assignments(hog, atoi(argv[5]));
  vl_hog_put_image(hog, image, w, h, bands, cell);
  vl_size across = vl_hog_get_width(hog), down = vl_hog_get_height(hog), n = vl_hog_get_dimension(hog);
  float *values = malloc(sizeof(float) * across * down * n);
  vl_hog_extract(hog, values);
  printf("%d %d %d\n", (int)across, (int)down, (int)n);
  for (i = 0; i < across * down; i++)
    for (k = 0; k < n; k++) printf("%.9g\n", values[k * across * down + i]);
  vl_hog_delete(hog);
  return 0;
}
