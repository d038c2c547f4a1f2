import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

register([LineChart, BarChart, GridComponent, TooltipComponent, LegendComponent, SVGRenderer]);

interface Props {
  option: EChartsCoreOption;
  height: number;
  onPick?: (index: number) => void;
}

/** Draws one ECharts option and keeps it as wide as its place. Loaded only where a chart is shown. */
export default function EChart({ option, height, onPick }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const chart = init(element);
    chart.setOption({ animation: false, ...option });
    if (onPick) chart.on('click', (event) => onPick(event.dataIndex));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [option, onPick]);
  return <div ref={place} style={{ height }} aria-hidden="true" />;
}
