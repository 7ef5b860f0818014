import { QRCode } from "antd";

/** A QR code in black on white, whatever the page looks like: it is for cameras and for paper. */
export function Qr({ text, name, size }: { text: string; name: string; size: number }) {
  return (
    <div role="img" aria-label={name}>
      <div aria-hidden="true">
        <QRCode type="svg" value={text} size={size} bordered={false} color="#000" bgColor="#fff" />
      </div>
    </div>
  );
}
