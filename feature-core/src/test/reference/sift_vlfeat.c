/* Reference values for DenseSift from VLFeat 0.9.21 (Debian libvlfeat-dev 0.9.21+full-1).
 *   cc -O2 -o sift_vlfeat sift_vlfeat.c -lvl
 *   sift_vlfeat BIN STEP FLAT < image.pgm > text
 * Reads a binary PGM of 255 levels without comments, such as src/test/resources/hog/gray.pgm. The window has 1.5 bins,
 * FLAT is 1 for the fast one. Prints the number of descriptors; then for each its x, y and norm, and its 128 values. */
#include <stdio.h>
#include <stdlib.h>
#include <vl/dsift.h>

int main(int argc, char **argv) {
  int w, h, i, k;
  if (argc != 4 || scanf("P5 %d %d 255", &w, &h) != 2) return 2;
  getchar();
  float *image = malloc(sizeof(float) * w * h);
  for (i = 0; i < w * h; i++) {
    int c = getchar();
    if (c == EOF) return 1;
    image[i] = (float)c;
  }
  VlDsiftFilter *sift = vl_dsift_new_basic(w, h, atoi(argv[2]), atoi(argv[1]));
  vl_dsift_set_flat_window(sift, atoi(argv[3]));
  vl_dsift_set_window_size(sift, 1.5);
  vl_dsift_process(sift, image);
  int n = vl_dsift_get_keypoint_num(sift), size = vl_dsift_get_descriptor_size(sift);
  const VlDsiftKeypoint *places = vl_dsift_get_keypoints(sift);
  const float *values = vl_dsift_get_descriptors(sift);
  printf("%d\n", n);
  for (i = 0; i < n; i++) {
    printf("%.9g\n%.9g\n%.9g\n", places[i].x, places[i].y, places[i].norm);
    for (k = 0; k < size; k++) printf("%.9g\n", values[i * size + k]);
  }
  vl_dsift_delete(sift);
  return 0;
}
