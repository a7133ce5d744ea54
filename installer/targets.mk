# Part of the Makefile: what makes and tries the installers. Needs Debian 12 on x86-64.

# To build for Windows and to try it there; then what build.sh of linux/ needs.
WINDOWS_PACKAGES := \
	wine wine64 nsis wixl msitools osslsigncode openssl gcc-mingw-w64-x86-64-win32 \
	xvfb xauth xdotool imagemagick fonts-dejavu-core locales poppler-utils
LINUX_PACKAGES := xvfb xauth xdotool imagemagick poppler-utils binutils dpkg-dev xz-utils strace libwayland-cursor0 libwayland-egl1

.PHONY: installers installers-packages installer-windows installer-linux lock-installers

installers: setup installers-packages ## build every installer into build/installers, install and try each
	$(MAKE) --no-print-directory --jobs=2 --output-sync=target installer-windows installer-linux
	installer/trust/sums.sh build/installers
	$(BIN)/python installer/changed.py --tried
	ls -l build/installers

installers-packages: system
	@$(call install_missing,$(WINDOWS_PACKAGES) $(LINUX_PACKAGES))

installer-windows: setup ## setup.exe, the MSI and the zip, tried under Wine
	@$(call install_missing,$(WINDOWS_PACKAGES))
	installer/windows/build.sh
	installer/windows/smoke.sh

installer-linux: setup ## the .deb, installed and tried
	@$(call install_missing,$(LINUX_PACKAGES))
	installer/linux/build.sh
	installer/linux/smoke.sh

# The same releases as in requirements.lock, with the hashes of the wheels for Windows.
lock-installers:
	build/lock/bin/uv pip compile pyproject.toml installer/requirements.in --no-config --constraint requirements.lock \
		--python-platform x86_64-pc-windows-msvc --python-version 3.13 --generate-hashes --no-emit-index-url --quiet \
		--custom-compile-command "make lock" --output-file installer/windows/requirements.lock
	build/lock/bin/uv pip compile installer/requirements.in --no-config --constraint requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --quiet --custom-compile-command "make lock" --output-file installer/linux/requirements.lock
	build/lock/bin/uv pip compile installer/trust/requirements.in --no-config --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --quiet --custom-compile-command "make lock" --output-file installer/trust/requirements.lock
