# Part of the Makefile: what makes and tries the installers. Needs Debian 12 on x86-64.

# To build for Windows and to try it there; then what build.sh of linux/ needs.
WINDOWS_PACKAGES := \
	wine wine64 nsis wixl msitools osslsigncode openssl gcc-mingw-w64-x86-64-win32 \
	xvfb xauth xdotool imagemagick fonts-dejavu-core locales poppler-utils
LINUX_PACKAGES := xvfb xauth xdotool imagemagick poppler-utils binutils dpkg-dev xz-utils strace libwayland-cursor0 libwayland-egl1

.PHONY: installers installers-packages installer-windows installer-linux lock-installers

installers: installer-linux installer-windows ## build every installer into build/installers, install and try each
	installer/trust/sums.sh build/installers
	$(BIN)/python installer/changed.py --tried
	ls -l build/installers

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
